from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.limits import limited

# What one may do before: set it up, read what one is asked to agree to, take one's data, leave.
OPEN_VIEWS = {
    "account_change_password",
    "account_email",
    "account_email_verification_sent",
    "account_logout",
    "account_reauthenticate",
    "accounts:agree",
    "accounts:delete",
    "accounts:export",
    "accounts:logout",
    "accounts:privacy",
    "accounts:terms",
    "set_language",
}


class SignInMiddleware(LoginRequiredMiddleware):
    """Whoever clicks a button after their session has ended comes back to the page that it is on.

    The button's own address has nothing to show. What renews itself meanwhile leaves the page as it is.
    """

    def handle_no_permission(self, request, view_func):
        if request.method in ("GET", "HEAD"):
            return HttpResponse(status=401) if request.htmx else super().handle_no_permission(request, view_func)
        messages.warning(request, _("You had been signed out. Sign in again, then click once more."))
        door = redirect_to_login(_page_before(request), self.get_login_url(view_func))
        return HttpResponseClientRedirect(door.url) if request.htmx else door


class PrivatePagesMiddleware:
    """No cache keeps a signed-in person's pages: they are fresh after the back button, and gone after the sign-out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # Whoever is not asked for is a visitor; a public page costs no look at the session.
        if request.session.accessed and request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class FirstThingsFirstMiddleware:
    """A signed-in person agrees to the documents before anything else, and a curator has a second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name
        if name in OPEN_VIEWS or name.startswith("mfa_") or not request.user.is_authenticated:
            return None
        if request.user.lacks_consent:
            return _send_to(request, "accounts:agree", _("Agree to the terms on the site first."))
        if request.user.lacks_second_factor:
            return _send_to(request, "mfa_activate_totp", _("Set up a second factor on the site first."))
        return None


class SearchLimitMiddleware:
    """Every page that searches for words takes them as `q`. The API counts for itself."""

    def __init__(self, get_response):
        self.search = limited("search", methods=("GET",), fails_open=True)(get_response)
        self.get_response = get_response

    def __call__(self, request):
        is_search = "q" in request.GET and not request.path_info.startswith("/api/")
        return (self.search if is_search else self.get_response)(request)


def _page_before(request):
    """The page of ours that the click was on; where the browser does not say, the address clicked."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        return request.get_full_path()
    return urlsplit(before)._replace(scheme="", netloc="").geturl()


def _send_to(request, name, sentence):
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": sentence}, status=403)
    address = reverse(name)
    if request.method == "GET":
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)
