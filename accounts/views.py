from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url, perform_login
from allauth.account.views import LogoutView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts import forms, legal, services
from accounts.limits import limited
from accounts.models import ApiToken, Consent, Invitation, Role, User
from accounts.personal_data import archive_of, consequences_of

# Where each begins; the apps above own these pages.
FIRST_PAGES = {Role.FOUNDER: "startups:start", Role.OFFICIAL: "cities:start"}
CURATORS_PAGE = "desk:home"
CODE_IN_SESSION = "accounts.code"


class SignOut(LogoutView):
    """By POST only, so that no link on another site signs anybody out."""

    http_method_names = ["post"]


@login_not_required
def personas(request):
    _demo_mode_only()
    found = {user.persona: user for user in User.objects.exclude(persona="").filter(is_active=True)}
    people = [found[persona] for persona in User.Persona.values if persona in found]
    return render(request, "accounts/personas.html", {"people": people, "next": get_next_redirect_url(request)})


@login_not_required
@require_POST
def become(request, persona):
    """Sign in as one of the demo's people."""
    _demo_mode_only()
    user = get_object_or_404(User.objects.exclude(persona=""), persona=persona, is_active=True)
    login(request, user, backend="accounts.backends.SignInBackend")
    return redirect(get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL)


def _demo_mode_only():
    if not settings.DEMO_MODE:
        raise Http404


@never_cache
def welcome(request):
    """Where one lands after signing in: each role on its own page, where the app that has it is there."""
    user = request.user
    page = CURATORS_PAGE if user.is_curator else FIRST_PAGES.get(user.role, "matching:home")
    try:
        return redirect(reverse(page))
    except NoReverseMatch:
        return redirect("matching:home")


def account(request):
    return render(request, "accounts/account.html", {"allows_transfer": _allows_transfer(request.user)})


def _allows_transfer(user):
    return user.consents.to_current(Consent.Document.TRANSFER).exists()


# Documents and consent ------------------------------------------------------------------------------------------------


@login_not_required
@require_safe
def terms(request):
    return _document(request, "terms")


@login_not_required
@require_safe
def privacy(request):
    return _document(request, "privacy")


def _document(request, name):
    template = f"accounts/legal/{name}.{get_language()}.html"
    return render(request, template, {"version": legal.VERSIONS[name]})


def agree(request):
    form = forms.ConsentForm(request.POST or None, initial={"allows_transfer": _allows_transfer(request.user)})
    if form.is_valid():
        form.agree(request.user)
        return redirect(get_next_redirect_url(request) or "accounts:welcome")
    context = {"form": form, "is_renewed": request.user.consents.exists(), "next": get_next_redirect_url(request)}
    return render(request, "accounts/agree.html", context)


@require_POST
def allow_transfer(request):
    services.allow_transfer(request.user, "allow" in request.POST)
    messages.success(request, _("Your choice is recorded."))
    return redirect("accounts:account")


# Invitations ----------------------------------------------------------------------------------------------------------


@login_not_required
@never_cache
@limited("code")
def enter_code(request):
    form = forms.CodeForm(request.POST or None)
    if form.is_valid():
        request.session[CODE_IN_SESSION] = form.cleaned_data["code"]
        return redirect(passthrough_next_redirect_url(request, reverse("accounts:join"), REDIRECT_FIELD_NAME))
    return render(request, "accounts/enter_code.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@limited("signup")
def join(request):
    """With an open code: a new account, or a new password for the account it was issued for."""
    invitation = _invitation_in(request)
    if invitation is None:
        return redirect("accounts:enter-code")
    if request.user.is_authenticated and invitation.account is None:
        return render(request, "accounts/accept.html", {"invitation": invitation})
    form_class = forms.RenewPasswordForm if invitation.account else forms.JoinForm
    form = form_class(request.POST or None, invitation=invitation)
    if not form.is_valid():
        return render(request, "accounts/join.html", {"form": form, "invitation": invitation})
    return _use_code(request, form)


def _invitation_in(request):
    return Invitation.objects.open().filter(digest=request.session.get(CODE_IN_SESSION, "")).first()


def _use_code(request, form):
    try:
        user = form.use(request.user)
    except services.CodeRefusedError:
        return redirect("accounts:enter-code")
    del request.session[CODE_IN_SESSION]
    sentence = _("From now on you sign in by this name: %(name)s. Write it down.")
    messages.success(request, sentence % {"name": user.sign_in_name})
    return perform_login(request, user, signup=True)


@require_POST
def accept(request):
    invitation = _invitation_in(request)
    if invitation is None:
        return redirect("accounts:enter-code")
    try:
        services.accept_invitation(invitation.digest, by=request.user)
    except services.CodeRefusedError:
        return redirect("accounts:enter-code")
    del request.session[CODE_IN_SESSION]
    return redirect(get_next_redirect_url(request) or "accounts:welcome")


@never_cache
@limited("invite")
def invitations(request):
    """Curators only: for everybody else there is no such page. A code stands in the answer to its making, and nowhere
    else: not in the session either, which is a row in the database."""
    if not request.user.is_curator:
        raise Http404
    form, code = forms.InviteForm(request.POST or None), None
    if form.is_valid():
        _invitation, code = services.invite(by=request.user, **form.cleaned_data)
        form = forms.InviteForm()
    rows = Invitation.objects.visible_to(request.user).select_related("issued_by")[:100]
    return render(request, "accounts/invitations.html", {"form": form, "invitations": rows, "code": code})


@require_POST
def revoke_invitation(request, pk):
    services.revoke_invitation(get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk))
    return redirect("accounts:invitations")


# One's own data -------------------------------------------------------------------------------------------------------


@require_POST
@limited("export")
def export(request):
    answer = HttpResponse(archive_of(request.user), content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return answer


@reauthentication_required
@never_cache
def delete(request):
    if request.user.is_demo_persona:
        raise Http404
    if request.method == "POST":
        services.delete_account(request.user)
        logout(request)
        messages.success(request, _("Your account and your data are deleted."))
        return redirect("matching:home")
    return render(request, "accounts/delete.html", {"consequences": consequences_of(request.user)})


# API tokens -----------------------------------------------------------------------------------------------------------


@never_cache
@limited("tokens")
def tokens(request):
    """A token, too, is shown in the answer to its making only."""
    form, token = forms.TokenForm(request.POST or None), None
    if form.is_valid():
        try:
            _row, token = services.issue_token(request.user, form.cleaned_data["name"])
            form = forms.TokenForm()
        except services.TooManyTokensError:
            form.add_error(None, _("You have as many tokens as one may have. Revoke one that you no longer use."))
    rows = ApiToken.objects.filter(user=request.user)
    return render(request, "accounts/tokens.html", {"form": form, "tokens": rows, "token": token})


@require_POST
def revoke_token(request, digest):
    get_object_or_404(ApiToken.objects.filter(user=request.user), digest=digest).delete()
    return redirect("accounts:tokens")
