from django import forms
from django.utils.translation import gettext_lazy as _

from listings.validators import validate_plain_text

COMMENT = "comment:"
LONGEST_COMMENT = 1_000


def words(label, **kwargs):
    return forms.CharField(
        label=label,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        validators=[validate_plain_text],
        **kwargs,
    )


class KeyForm(forms.Form):
    """Which item of today."""

    key = forms.CharField(max_length=80)


class VersionForm(forms.Form):
    """The version of the draft that the curator has read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ChangesForm(VersionForm):
    """A sentence for each field, sent as `comment:<path>`; the one without a path is about the whole."""

    def __init__(self, data):
        super().__init__(data)
        for name in data:
            if name.startswith(COMMENT):
                self.fields[name] = words(_("comment"), required=False)

    def clean(self):
        said = super().clean()
        comments = {name.removeprefix(COMMENT): text for name, text in said.items() if name.startswith(COMMENT)}
        said["comments"] = {path: text for path, text in comments.items() if text}
        if not said["comments"]:
            raise forms.ValidationError(_("Say at least at one field what should change."))
        return said


class RejectForm(VersionForm):
    reason = words(_("Why it is not accepted"))


class ReasonForm(forms.Form):
    reason = words(_("Why"))


class NoteForm(forms.Form):
    note = words(_("How you checked it"), required=False)


class CallForm(forms.Form):
    number = forms.CharField(label=_("Number that was called"), max_length=40, validators=[validate_plain_text])
    note = words(_("Where the number is published, and who answered"))
