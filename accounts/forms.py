from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("E-mail address and password do not belong together. Mind capital letters in the password."),
        "inactive": _("This account is closed."),
    }


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
