from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from listings.validators import normalised, validate_plain_text

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
        validators=[
            validate_plain_text,
            # Not the field's max_length: a browser would cut a longer paste off without a word.
            MaxLengthValidator(
                MOST_CHARACTERS,
                ngettext_lazy(
                    "At most %(limit_value)d character fits, the text has %(show_value)d. Keep what matters most.",
                    "At most %(limit_value)d characters fit, the text has %(show_value)d. Keep what matters most.",
                    "limit_value",
                ),
            ),
        ],
        widget=forms.Textarea,
    )
