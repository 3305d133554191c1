"""The forms of the account pages. Those of allauth keep what they check and get our words."""

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.models import ApiToken, Invitation, Role, User

PASSWORD, NEW_PASSWORD, PASSWORD_AGAIN = _("Password"), _("New password"), _("New password once more")
PASSWORD_HINT = _("At least 8 characters: not digits alone, not a usual password, not your name.")
EMAIL = _("E-mail address")


class InOurWords:
    """Labels in every language of the site, and no text in a field that vanishes when one types."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
        for name, hint in self.hints.items():
            self.fields[name].help_text = hint


class SignInForm(InOurWords, account_forms.LoginForm):
    labels = {
        "login": _("E-mail address or sign-in name"),
        "password": PASSWORD,
        "remember": _("Stay signed in on this device"),
    }
    hints = {"password": ""}


class ConsentForm(forms.Form):
    """The documents are linked beside the ticks; the transfer of data is a question of its own."""

    agrees = forms.BooleanField(
        label=_("I have read the terms of use and the privacy notice, and agree to both."),
        error_messages={"required": _("Without this we may not keep an account for you.")},
    )
    allows_transfer = forms.BooleanField(
        required=False,
        label=_("My contact details may be sent to the other country once I accept an introduction."),
        help_text=_("Optional; you can change it at any time. Without it we ask again before the first introduction."),
    )

    def agree(self, user):
        services.agree(user, allows_transfer=self.cleaned_data["allows_transfer"])


class SignUpForm(InOurWords, ConsentForm, account_forms.SignupForm):
    role = forms.ChoiceField(
        label=_("Who are you?"),
        choices=[(Role.FOUNDER, _("I represent a startup")), (Role.OFFICIAL, _("I represent a city"))],
        widget=forms.RadioSelect,
    )
    full_name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    labels = {"email": EMAIL, "password1": PASSWORD}
    hints = {"password1": PASSWORD_HINT}
    field_order = ["role", "full_name", "email", "password1", "agrees", "allows_transfer"]

    @transaction.atomic
    def save(self, request):
        user = super().save(request)
        self.agree(user)
        return user


class AddEmailForm(InOurWords, account_forms.AddEmailForm):
    labels = {"email": _("New e-mail address")}


class ChangeEmailForm(InOurWords, account_forms.ChangeEmailForm):
    labels = {"email": EMAIL}


class ConfirmEmailForm(InOurWords, account_forms.ConfirmEmailVerificationCodeForm):
    labels = {"code": _("Code from the mail")}


class ChangePasswordForm(InOurWords, account_forms.ChangePasswordForm):
    labels = {"oldpassword": _("Present password"), "password1": NEW_PASSWORD, "password2": PASSWORD_AGAIN}
    hints = {"oldpassword": "", "password1": PASSWORD_HINT}


class SetPasswordForm(InOurWords, account_forms.SetPasswordForm):
    labels = {"password1": NEW_PASSWORD, "password2": PASSWORD_AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ResetPasswordForm(InOurWords, account_forms.ResetPasswordForm):
    labels = {"email": EMAIL}


class ConfirmResetForm(InOurWords, account_forms.ConfirmPasswordResetCodeForm):
    labels = {"code": _("Code from the mail")}


class NewPasswordForm(InOurWords, account_forms.ResetPasswordKeyForm):
    labels = {"password1": NEW_PASSWORD, "password2": PASSWORD_AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ReauthenticateForm(InOurWords, account_forms.ReauthenticateForm):
    labels = {"password": PASSWORD}
    hints = {"password": ""}


class SecondFactorForm(InOurWords, mfa_forms.AuthenticateForm):
    labels = {"code": _("Code from the app, or a recovery code")}


class ReauthenticateByFactorForm(InOurWords, mfa_forms.ReauthenticateForm):
    labels = {"code": _("Code from the app, or a recovery code")}


class ActivateFactorForm(InOurWords, totp_forms.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}


class CodeForm(forms.Form):
    """The code of an invitation, typed from paper or read out on the telephone."""

    code = forms.CharField(
        label=_("Invitation code"),
        max_length=40,
        help_text=_("Twelve letters and digits. Capital letters, blanks and hyphens do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )

    def clean_code(self):
        digest = services.digest_of(self.cleaned_data["code"])
        self.invitation = Invitation.objects.open().filter(digest=digest).first()
        if self.invitation is None:
            raise forms.ValidationError(
                _("This code does not open anything: it may be mistyped, used or expired. Ask whoever gave it to you.")
            )
        return digest


class ChosenPasswordForm(forms.Form):
    password = forms.CharField(
        label=PASSWORD, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"].help_text = PASSWORD_HINT

    def clean_password(self):
        user = User(sign_in_name=self.invitation.sign_in_name, full_name=self.data.get("full_name", ""))
        validate_password(self.cleaned_data["password"], user)
        return self.cleaned_data["password"]


class RenewPasswordForm(ChosenPasswordForm):
    def use(self, user):
        return services.renew_password(self.invitation.digest, self.cleaned_data["password"])


class JoinForm(ConsentForm, ChosenPasswordForm):
    full_name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ["full_name", "password", "agrees", "allows_transfer"]

    def use(self, user):
        return services.join_by_invitation(
            self.invitation.digest,
            self.cleaned_data["full_name"],
            self.cleaned_data["password"],
            allows_transfer=self.cleaned_data["allows_transfer"],
        )


class InviteForm(forms.ModelForm):
    """`account` is asked for by sign-in name: the curator knows it from the person, and sees no list of people."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    account = forms.ModelChoiceField(
        User.objects.filter(is_active=True, email=None, is_curator=False, is_staff=False, is_superuser=False),
        to_field_name="sign_in_name",
        required=False,
        label=_("Sign-in name, for a new password"),
        help_text=_("Only if somebody without e-mail has lost their password."),
        widget=forms.TextInput({"dir": "ltr"}),
        error_messages={"invalid_choice": _("Nobody without e-mail signs in by this name.")},
    )

    class Meta:
        model = Invitation
        fields = ["role", "for_whom", "account"]


class TokenForm(forms.ModelForm):
    class Meta:
        model = ApiToken
        fields = ["name"]


class PersonField(forms.ModelChoiceField):
    """Somebody with an account, named by e-mail address: whoever fills in the form need not see everybody."""

    widget = forms.EmailInput

    def __init__(self, **kwargs):
        super().__init__(
            User.objects.filter(is_active=True),
            to_field_name="email",
            label=_("e-mail"),
            error_messages={"invalid_choice": _("Nobody has an account with this e-mail address.")},
            **kwargs,
        )

    def prepare_value(self, value):
        return super().prepare_value(User.objects.filter(pk=value).first() if isinstance(value, int) else value)

    def to_python(self, value):
        return super().to_python(value.strip().lower() if isinstance(value, str) else value)
