from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.duplicate_forms import StartupField
from listings.models import Language
from listings.validators import validate_plain_text
from matching.models import RULING_REASONS
from taxonomy.forms import CodeChoiceField

# What one language says, both sides read: whoever adds words says them in both.
NEEDED_TOGETHER = (Language.ENGLISH, Language.CHINESE)


def missing_languages(words):
    """What is wrong with words {language: text} that not both sides can read; "" where nothing is."""
    missing = [language for language in NEEDED_TOGETHER if not words.get(language)]
    if not any(words.values()) or not missing:
        return ""
    names = ", ".join(str(language.label) for language in missing)
    return gettext("Both sides read it: say it in %(languages)s, too.") % {"languages": names}


class RulingForm(forms.Form):
    """A curator's reason from the verb's list, and words that both sides can read."""

    def __init__(self, *args, verb, **kwargs):
        super().__init__(*args, prefix=verb, **kwargs)
        self.fields["reason"] = CodeChoiceField(list_name=RULING_REASONS[verb], label=_("Reason"))
        for language in Language:
            self.fields[f"words_{language}"] = forms.CharField(
                label=_("Add in %(language)s, if you like") % {"language": language.label},
                max_length=500,
                required=False,
                widget=forms.Textarea({"rows": 2, "dir": "auto", "lang": language.value}),
                validators=[validate_plain_text],
            )

    def clean(self):
        said = super().clean()
        said["words"] = {str(language.value): said.get(f"words_{language}", "") for language in Language}
        if missing := missing_languages(said["words"]):
            raise forms.ValidationError(missing)
        return said


class PartnerForm(forms.Form):
    startup = StartupField(label=_("Address of the startup"))
