from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("E-mail address and password do not belong together. Mind capital letters in the password."),
        "inactive": _("This account is closed."),
    }
