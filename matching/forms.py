from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from listings.validators import at_most, normalised, validate_plain_text
from matching.models import REASON_LISTS, Side
from taxonomy.forms import CodeChoiceField

MOST_CHARACTERS = 6_000


class PastedTextField(forms.CharField):
    """Invisible signs of direction, as pastes bring them along, are dropped rather than refused."""

    def to_python(self, value: str | None) -> str:
        return normalised(super().to_python(value) or "")


class ProblemForm(forms.Form):
    """The box of the home page. Nothing of it is stored."""

    problem = PastedTextField(
        label=_("Write your problem in one paragraph"),
        error_messages={"required": _("Write or paste the problem first; two or three sentences are enough.")},
        validators=[validate_plain_text, at_most(MOST_CHARACTERS)],
        widget=forms.Textarea,
    )


class RefusalForm(forms.Form):
    """A no: the reason from the side's list, and words that only the side itself reads."""

    words = PastedTextField(
        label=_("In your own words, if you like"),
        required=False,
        validators=[validate_plain_text, at_most(1_000)],
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, side: Side, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = CodeChoiceField(
            list_name=REASON_LISTS[side],
            label=_("Reason"),
            error_messages={"required": _("Choose the reason that fits best.")},
        )


class VersionForm(forms.Form):
    """What was on the page that a click came from."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class PlaceForm(forms.Form):
    place = forms.IntegerField(min_value=0, max_value=1_000)


class NoteForm(VersionForm):
    note = PastedTextField(
        required=False, strip=False, validators=[validate_plain_text, at_most(2_000)], widget=forms.Textarea
    )


class PastedProfileForm(forms.Form):
    """The text of a startup's site or deck. Nothing of it is stored."""

    text = PastedTextField(
        error_messages={"required": _("Paste the text first: the first page of your site is enough.")},
        validators=[validate_plain_text, at_most(MOST_CHARACTERS)],
    )
