"""What an automatic check has found: stored as a code with its place and values, put into words when it is shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from listings.models import Language
from taxonomy.models import Caution

# What the curator reads.
SAID: Mapping[str, Any] = {
    "complete.wrong": _("missing or wrong: it cannot be published like this"),
    "complete.reference": _("no reference: officials ask first where it runs already"),
    "complete.baseline": _("no present figure: companies cannot tell what would be gained"),
    "links.form": _("not a public web address: %(address)s"),
    "links.shortened": _("a short address that hides where it leads: %(address)s"),
    "links.host": _("the site is a page at a provider open to all: %(address)s"),
    "links.plain": _("not encrypted (http): %(address)s"),
    "links.mail": _("the contact writes from %(mail)s, the site is %(site)s"),
    "duplicate.site": _("%(other)s has the same site"),
    "duplicate.name": _("%(other)s has the same name, or nearly the same"),
    "duplicate.skeleton": _("%(other)s sounds the same"),
    "duplicate.number": _("%(other)s has the same company number"),
    "duplicate.title": _("need no. %(other)s of this department has the same title"),
    "duplicate.text": _("need no. %(other)s of this department says the same"),
    "cautions.caps": _("bars introductions until cleared: %(caution)s"),
    "cautions.note": _("to be pointed out: %(caution)s"),
    "secrecy.mark": _("a word that stands on secret papers: “%(mark)s”"),
    "languages.missing": _("no text in %(language)s yet"),
    "languages.machine": _("the text in %(language)s was translated by a machine: read it once"),
}
# What the owners are asked, at the field, in their language. What only a curator can judge asks nothing.
ASKED: Mapping[str, Any] = {
    "complete.wrong": _("Please complete or correct this."),
    "complete.reference": _(
        "Where does it run already? Name one place with the year, the size and one number, or write that there is none "
        "yet."
    ),
    "complete.baseline": _("What is the figure today? Companies need it to say what they can gain for you."),
    "links.form": _("This address does not open from the public internet. Please give another one."),
    "links.shortened": _("Please give the full address instead of the short one."),
    "links.host": _("Do you have a site under a name of your own? Please give its address."),
    "links.mail": _("Please give a contact address at your site's own domain, or tell us why it is another one."),
    "duplicate.site": _("There is a profile of this site already. Is it the same company, or another product of it?"),
    "duplicate.name": _("There is a profile of this name already. Is it the same company?"),
    "duplicate.skeleton": _("There is a profile of this name already. Is it the same company?"),
    "duplicate.number": _("There is a profile of this company already. Please go on with it, or tell us why not."),
    "duplicate.title": _("Your department has a need of this title already. Which of the two holds?"),
    "duplicate.text": _("Your department has a need that says the same already. Which of the two holds?"),
    "cautions.caps": _(
        "This technology is likely to need a written export clearance. Do you have one, or has its authority said that "
        "none is needed?"
    ),
    "secrecy.mark": _("This reads as if it came from a paper that is not public. Please write it without, or say why."),
}


@dataclass(frozen=True)
class Finding:
    """`code` is a check's name and what it found; `path` is the place in the document; `values` fill the sentence."""

    code: str
    path: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def check(self) -> str:
        return self.code.partition(".")[0]

    @property
    def said(self) -> str:
        return str(SAID[self.code]) % self._named()

    @property
    def question(self) -> str:
        """In the active language; empty where the owners cannot answer it."""
        return str(ASKED.get(self.code, ""))

    def _named(self) -> dict[str, Any]:
        named = dict(self.values)
        if "language" in named:
            named["language"] = Language(named["language"]).label
        if "caution" in named:
            named["caution"] = Caution.objects.get(pk=named["caution"]).text
        return named

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
