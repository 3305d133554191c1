from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

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


def _send_to(request, name, sentence):
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": sentence}, status=403)
    address = reverse(name)
    if request.method == "GET":
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)
