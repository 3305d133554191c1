from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class DayInput(forms.DateInput):
    input_type = "date"


class AbsenceForm(forms.Form):
    """When a curator is away, and which other curator covers."""

    first_day = forms.DateField(label=_("First day away"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day away"), widget=DayInput)
    cover = forms.ModelChoiceField(
        User.objects.none(), label=_("Who looks after the desk"), required=False, empty_label=_("nobody yet")
    )

    def __init__(self, curator, data=None):
        super().__init__(data)
        others = User.objects.filter(is_curator=True, is_active=True).exclude(pk=curator.pk)
        self.fields["cover"].queryset = others.order_by("full_name", "email")

    def clean_last_day(self):
        last = self.cleaned_data["last_day"]
        if last < max(self.cleaned_data.get("first_day") or last, date.today()):
            raise forms.ValidationError(_("The last day is before the first one, or has gone by."))
        return last
