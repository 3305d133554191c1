"""What allauth asks this site: where the client sits, what may be redirected to, and its sentences in our words."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.limits import client_address

# One sentence for every way to be wrong, so that nobody learns who has an account.
MISMATCH = _(
    "E-mail address or sign-in name and password do not belong together. Mind capital letters in the password."
)
WRONG_CODE = _("This code is wrong, or its time is over.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is your e-mail address already."),
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "email_taken": _("This e-mail address is in use."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("This is not your password."),
        "invalid_or_expired_key": WRONG_CODE,
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
        "same_as_current": _("This is the same as before."),
    }

    def get_client_ip(self, request):
        return client_address(request)

    def is_safe_url(self, url):
        """Addresses of this very site; allauth would also trust every allowed host."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def format_email_subject(self, subject):
        return str(subject)

    def get_login_stages(self):
        own = {"allauth.account.stages.EmailVerificationStage": "accounts.stages.EmailVerificationStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def populate_username(self, request, user):
        """Sign-in names come with invitations only; whoever has an e-mail address needs none."""

    def save_user(self, request, user, form, commit=True):
        user.full_name = form.cleaned_data["full_name"]
        user.role = form.cleaned_data["role"]
        user.language = get_language() or ""
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix, email, context):
        if email:
            super().send_mail(template_prefix, email, context)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Your work here needs a second factor, so it cannot be turned off."),
        "cannot_generate_recovery_codes": _("Set up the second factor first."),
        "incorrect_code": WRONG_CODE,
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def get_totp_issuer(self):
        return f"Matchmaker {super().get_totp_issuer()}"

    def can_delete_authenticator(self, authenticator):
        return not authenticator.user.must_have_second_factor
