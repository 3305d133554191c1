from django import forms
from django.utils.translation import gettext_lazy as _

from desk.refusing import REASONS
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
    """A sentence for each field, sent as `comment:<path>`; the one without a path is about the whole.

    `questions` are asked too; what is typed at the same place takes a question's place.
    """

    def __init__(self, data, questions=None):
        super().__init__(data)
        self.questions = questions or {}
        for name in data:
            if name.startswith(COMMENT):
                self.fields[name] = words(_("comment"), required=False)

    def clean(self):
        said = super().clean()
        typed = {name.removeprefix(COMMENT): text for name, text in said.items() if name.startswith(COMMENT)}
        said["comments"] = self.questions | {path: text for path, text in typed.items() if text}
        if not said["comments"]:
            raise forms.ValidationError(_("Say at least at one field what should change."))
        return said


class RefusalForm(forms.Form):
    """One of the usual reasons for a no to `what` (desk/refusing.py), words of one's own, or both."""

    template = forms.ChoiceField(required=False)
    reason = words(_("In your own words"), required=False)

    def __init__(self, data=None, *, what):
        super().__init__(data)
        self.fields["template"].choices = [(code, code) for code in REASONS[what]]

    def clean(self):
        said = super().clean()
        if not said.get("template") and not said.get("reason") and not self.errors:
            self.add_error("reason", _("Say why."))
        return said


class RejectForm(RefusalForm, VersionForm):
    """A no to the draft that was read."""


class ReasonForm(forms.Form):
    reason = words(_("Why"))


class NoteForm(forms.Form):
    note = words(_("How you checked it"), required=False)


class CallForm(forms.Form):
    number = forms.CharField(label=_("Number that was called"), max_length=40, validators=[validate_plain_text])
    note = words(_("Where the number is published, and who answered"))
