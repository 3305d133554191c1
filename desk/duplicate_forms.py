from urllib.parse import unquote, urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from startups.models import Startup

TAKE = "take:"


class MergeForm(forms.Form):
    """Which of the two is kept, as which versions they were read, and for every part whose it shall be.

    `parts` are those of `desk.merging.profiles.differences`; each is sent as `take:<path>` with an id.
    """

    kept = forms.IntegerField(widget=forms.HiddenInput)
    kept_version = forms.CharField(max_length=60, widget=forms.HiddenInput)
    gone_version = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, data, kept, gone, parts):
        super().__init__(data)
        self.gone = gone
        for part in parts:
            whose = [(str(kept.pk), str(kept)), (str(gone.pk), str(gone))]
            self.fields[TAKE + part.path] = forms.ChoiceField(choices=whose)

    @property
    def taken(self):
        """The parts that are the other one's."""
        chosen = {name.removeprefix(TAKE): pk for name, pk in self.cleaned_data.items() if name.startswith(TAKE)}
        return [path for path, pk in chosen.items() if pk == str(self.gone.pk)]

    @property
    def versions(self):
        return self.cleaned_data["kept_version"], self.cleaned_data["gone_version"]


class StartupField(forms.CharField):
    """A startup by the address of its page, or the last part of it."""

    default_error_messages = {"absent": _("There is no startup under this address.")}

    def __init__(self, **kwargs):
        super().__init__(max_length=300, **kwargs)

    def clean(self, value):
        path = unquote(urlsplit(super().clean(value)).path).strip("/")
        parts = path.split("/")
        slug = parts[parts.index("startups") + 1] if "startups" in parts[:-1] else parts[-1]
        found = Startup.objects.standing().filter(slug=slug).first()
        if found is None:
            raise forms.ValidationError(self.error_messages["absent"])
        return found


class PairForm(forms.Form):
    one = StartupField(label=_("Address of the one"))
    other = StartupField(label=_("Address of the other"))

    def clean(self):
        said = super().clean()
        if said.get("one") and said.get("one") == said.get("other"):
            raise forms.ValidationError(_("These are one entry already."))
        return said
