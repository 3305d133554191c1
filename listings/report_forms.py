from django import forms
from django.utils.translation import gettext_lazy as _

from listings.reports import Reason
from listings.validators import at_most, validate_plain_text


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=_("What is wrong"), choices=Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        validators=[validate_plain_text, at_most(1_000)],
        help_text=_("Only curators read it, and see that it came from you."),
    )
