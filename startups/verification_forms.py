from django import forms
from django.utils.translation import gettext_lazy as _

from listings.validators import validate_plain_text


class CompanyForm(forms.Form):
    number = forms.CharField(
        label=_("Number in the register of companies"),
        max_length=60,
        validators=[validate_plain_text],
        help_text=_("With the country, such as 51-512345-6 (Israel). It is shown once it has been checked."),
    )


class SiteForm(forms.Form):
    mailbox = forms.RegexField(
        r"^[A-Za-z0-9._+-]{1,60}$",
        label=_("Mailbox at your site's domain"),
        help_text=_("What stands before the @, such as info. A link is mailed there."),
        error_messages={"invalid": _("Write only what stands before the @.")},
    )


class CustomerForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail address at the customer"),
        max_length=254,
        help_text=_("They get a link to this one reference and nothing else. Only curators see the address."),
    )


class AnswerForm(forms.Form):
    """What the customer says about a reference."""

    is_true = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda said: said == "yes")
    name = forms.CharField(
        label=_("Your name and office"), max_length=120, required=False, validators=[validate_plain_text]
    )
    words = forms.CharField(
        label=_("Anything to add"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        validators=[validate_plain_text],
    )

    @property
    def note(self) -> str:
        return "\n".join(filter(None, [self.cleaned_data["name"], self.cleaned_data["words"]]))
