from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.forms import SignInForm
from accounts.models import User


class SignIn(LoginView):
    authentication_form = SignInForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """By POST only, so that no link on another site signs anybody out."""


@login_not_required
def personas(request):
    _demo_mode_only()
    found = {user.persona: user for user in User.objects.exclude(persona="").filter(is_active=True)}
    people = [found[persona] for persona in User.Persona.values if persona in found]
    return render(request, "accounts/personas.html", {"people": people})


@login_not_required
@require_POST
def become(request, persona):
    """Sign in as one of the demo's people."""
    _demo_mode_only()
    user = get_object_or_404(User.objects.exclude(persona=""), persona=persona, is_active=True)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(settings.LOGIN_REDIRECT_URL)


def _demo_mode_only():
    if not settings.DEMO_MODE:
        raise Http404
