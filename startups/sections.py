"""The sections of a profile's workspace: each one form over one part of the document."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from listings.forms import tidy_number
from listings.models import Language
from listings.paths import BLANK, value_at, with_value
from startups import forms

Document = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """`base`: the place of its part in the document, "" for the document itself; `form`: of that part."""

    code: str
    title: Any
    lead: Any
    base: str
    form: Any

    is_rows = False

    def part(self, document: Document) -> Any:
        return value_at(document, self.base) or {}

    def content(self, document: Document) -> Any:
        """What the section shows of the document."""
        return self.form.read(self.part(document))

    def unbound(self, document: Document) -> Any:
        return self.form(initial=self.content(document))

    def bound(self, data: Mapping[str, Any]) -> Any:
        return self.form(data)

    def merged(self, form: Any, document: Document) -> Document:
        """A copy of the document with what the bound form holds."""
        part = form.write(self.part(document))
        return with_value(document, self.base, part) if self.base else part

    def place(self, name: str) -> str:
        """Where a field of the form stands in the document."""
        return ".".join(filter(None, [self.base, self.form.path(name)]))

    def holds(self, path: str) -> bool:
        """Whether the place belongs to this section."""
        own = {self.place(name) for name in self.form.base_fields}
        return any(path == place or path.startswith(f"{place}.") for place in own)

    def digest(self, document: Document) -> str:
        """The same as long as nobody has changed what the section shows."""
        shown = json.dumps(_as_typed(self.content(document)), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(shown.encode()).hexdigest()[:20]


def _as_typed(value: Any) -> Any:
    """Without the difference between a number and its digits, and between the ways of saying nothing."""
    if isinstance(value, dict):
        return {key: _as_typed(own) for key, own in value.items() if own not in BLANK}
    return [_as_typed(own) for own in value] if isinstance(value, list) else tidy_number(str(value))


class TechnologySection(Section):
    def holds(self, path):
        return path.startswith("technologies")


class TextSection(Section):
    def holds(self, path):
        return path == self.base or path.startswith(f"{self.base}.")

    @property
    def language(self) -> str:
        return self.base.removeprefix("texts.")

    def unbound(self, document):
        return _in_language(super().unbound(document), self.language)

    def bound(self, data):
        return _in_language(super().bound(data), self.language)


def _in_language(form: forms.TextForm, language: str) -> forms.TextForm:
    """A text keeps the fonts and the spelling checker of its own language on a page in another."""
    for field in form.fields.values():
        field.widget.attrs["lang"] = language
    return form


class RowsSection(Section):
    """A list of the document as a set of forms with one more, empty, behind them."""

    is_rows = True

    def part(self, document):
        return [row for row in value_at(document, self.base) or [] if isinstance(row, dict)]

    def content(self, document):
        return [self.form.form.read(row) for row in self.part(document)]

    def bound(self, data):
        return self.form(data, prefix=self.base)

    def unbound(self, document):
        return self.form(initial=self.content(document), prefix=self.base)

    def merged(self, form, document):
        # Without its counts a request says nothing about the rows; it must not empty them.
        if not form.management_form.is_valid():
            return document
        form.is_valid()
        return with_value(document, self.base, form.rows)

    def place(self, name):
        """Of a field whose name tells its row, such as deployments-0-after."""
        _prefix, row, own = name.split("-", 2)
        return f"{self.base}.{row}.{self.form.form.path(own)}"

    def holds(self, path):
        return path == self.base or path.startswith(f"{self.base}.")


def _text_section(language: str) -> Section:
    title = Language(language).label
    return TextSection(f"text-{language}", title, "", f"texts.{language}", forms.TextForm)


SECTIONS: Mapping[str, Section] = {
    section.code: section
    for section in (
        Section("identity", _("Name and site"), _("How readers find and recognise you."), "", forms.IdentityForm),
        *map(_text_section, Language.values),
        TechnologySection(
            "technologies",
            _("Technologies"),
            _("One to five, the primary one first. They decide which needs are compared with you."),
            "",
            forms.TechnologiesForm,
        ),
        Section(
            "maturity", _("Maturity"), _("How far the product is, and how much of it runs."), "", forms.MaturityForm
        ),
        RowsSection(
            "deployments",
            _("Where it runs"),
            _("The first thing an official asks: where does this run already, best in China or in a city of our size?"),
            "deployments",
            forms.DeploymentRows,
        ),
        RowsSection(
            "certificates",
            _("Certificates"),
            _("A stated “no” is better than silence: officials ask anyway."),
            "certificates",
            forms.CertificateRows,
        ),
        Section(
            "pilot",
            _("A pilot"),
            _("What a first trial costs, how long it takes, and what the city brings."),
            "pilot",
            forms.PilotForm,
        ),
        Section("china", _("Readiness for China"), _("What decides whether a city may buy."), "", forms.ChinaForm),
        Section("company", _("Company"), _("What a committee wants to know of a supplier."), "", forms.CompanyForm),
        Section("terms", _("Terms of cooperation"), _("What you seek, and what you do not want."), "", forms.TermsForm),
        Section(
            "contact",
            _("Contact"),
            _("Seen by you and the curators only, until both sides have accepted an introduction."),
            "contact",
            forms.ContactForm,
        ),
    )
}


def section_of(path: str) -> Section | None:
    """The section in which a place of the document is written."""
    return next((section for section in SECTIONS.values() if section.holds(path)), None)
