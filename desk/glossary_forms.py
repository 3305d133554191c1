"""What curators type for the glossary: a term with its English, or many as lines of the glossaries' own files."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from language.glossary import Glosses, lines_with_entries, parse, wordings
from language.scripts import HAN_RUN, HEBREW_CHARACTER, narrow
from listings.validators import normalised, validate_plain_text
from taxonomy.models import GlossaryLanguage

SHORTEST_TERM, LONGEST_TERM, LONGEST_WORDING, MOST_WORDINGS = 2, 40, 80, 6
MOST_LINES, LONGEST_IMPORT = 5_000, 500_000
Key = tuple[str, str]


class TermForm(forms.Form):
    term = forms.CharField(
        label=gettext_lazy("Term"),
        max_length=LONGEST_TERM,
        validators=[validate_plain_text],
        widget=forms.TextInput({"class": "form-control", "dir": "auto"}),
    )
    english = forms.CharField(
        label=gettext_lazy("English, best first"),
        max_length=600,
        validators=[validate_plain_text],
        help_text=gettext_lazy("Several wordings are separated by a semicolon: leak point; seepage"),
        widget=forms.TextInput({"class": "form-control", "dir": "ltr", "lang": "en"}),
    )

    def clean_term(self):
        return cleaned_term(self.cleaned_data["term"])

    def clean_english(self):
        return list(cleaned_wordings(wordings(normalised(self.cleaned_data["english"]))))

    @property
    def entries(self) -> dict[Key, list[str]]:
        term = self.cleaned_data["term"]
        return {(language_of(term), term): self.cleaned_data["english"]}


class EnglishForm(TermForm):
    """Other wordings of a term that is here already."""

    term = None


class WordForm(forms.Form):
    """A word that needs no entry."""

    term = forms.CharField(max_length=LONGEST_TERM, validators=[validate_plain_text])

    def clean_term(self):
        return cleaned_term(self.cleaned_data["term"])


class ImportForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Terms, one a line"),
        max_length=LONGEST_IMPORT,
        strip=False,
        help_text=gettext_lazy("Term, tabulator, English, as copied from two columns of a table."),
        widget=forms.Textarea({"class": "form-control", "rows": 12, "dir": "auto", "spellcheck": "false"}),
    )

    def clean_lines(self):
        """The entries of all lines; every line that is wrong is named with what is wrong in it."""
        found, wrong = {}, []
        for number, line in lines_with_entries(self.cleaned_data["lines"]):
            try:
                key, english = _entry(line)
                found[key] = english
            except forms.ValidationError as error:
                wrong.append(_("Line %(number)s: %(what)s") % {"number": number, "what": error.messages[0]})
        if wrong:
            raise forms.ValidationError(wrong[:20])
        if not 1 <= len(found) <= MOST_LINES:
            raise forms.ValidationError(_("Give 1 to %(most)s terms.") % {"most": MOST_LINES})
        return found


def _entry(line: str) -> tuple[Key, list[str]]:
    validate_plain_text(line)
    try:
        typed, english = parse(line)
    except ValueError as error:
        raise forms.ValidationError(_("Expected a term, a tabulator and its English.")) from error
    term = cleaned_term(typed)
    return (language_of(term), term), list(cleaned_wordings(english))


def language_of(term: str) -> str:
    return GlossaryLanguage.HEBREW if HEBREW_CHARACTER.search(term) else GlossaryLanguage.CHINESE


def cleaned_term(typed: str) -> str:
    """As the text is read when terms are looked for in it: full-width letters made plain, spaces single."""
    term = " ".join(narrow(normalised(typed)).split())
    if not (HAN_RUN.search(term) or HEBREW_CHARACTER.search(term)):
        raise forms.ValidationError(_("A term holds Chinese or Hebrew."))
    if not SHORTEST_TERM <= len(term) <= LONGEST_TERM:
        raise forms.ValidationError(
            _("A term has %(least)s to %(most)s signs.") % {"least": SHORTEST_TERM, "most": LONGEST_TERM}
        )
    return term


def cleaned_wordings(english: Glosses) -> Glosses:
    if any(not gloss.isascii() or not any(map(str.isalpha, gloss)) for gloss in english):
        raise forms.ValidationError(_("English is written in Latin letters."))
    if not 1 <= len(english) <= MOST_WORDINGS or max(map(len, english)) > LONGEST_WORDING:
        raise forms.ValidationError(
            _("Give 1 to %(count)s wordings of at most %(most)s signs.")
            % {"count": MOST_WORDINGS, "most": LONGEST_WORDING}
        )
    return english
