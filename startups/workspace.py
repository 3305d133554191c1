"""What the pages of the workspace show: the draft with its state, and each field with what is said about it."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.forms import BoundField, CheckboxSelectMultiple, DateInput, Textarea, TextInput
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from listings.models import reader_language
from listings.paths import value_at
from startups import editing
from startups.completeness import Completeness, completeness, label_of, sections_with_gaps
from startups.editing import Document
from startups.models import ProfileDraft, Startup, Upload
from startups.sections import SECTIONS, Section, TextSection, section_of
from startups.uploads import files_of


@dataclass(frozen=True)
class Tab:
    """A section as the list of sections shows it."""

    section: Section
    gaps: int
    has_comment: bool


@dataclass(frozen=True)
class Workspace:
    """What every page shows around its own content."""

    startup: Startup

    @cached_property
    def draft(self) -> ProfileDraft | None:
        return editing.draft_of(self.startup)

    @cached_property
    def document(self) -> Document:
        return self.draft.document if self.draft else editing.published_document(self.startup)

    @cached_property
    def completeness(self) -> Completeness:
        return completeness(self.document)

    @cached_property
    def tabs(self) -> list[Tab]:
        gaps = sections_with_gaps(self.completeness)
        return [Tab(own, gaps[code], any(map(own.holds, self.comments))) for code, own in SECTIONS.items()]

    @property
    def comments(self) -> dict[str, str]:
        """A curator's sentences by the place they are about; they stand until the draft is handed in again."""
        return self.draft.comments if self.draft else {}

    @property
    def general_comment(self) -> str:
        return self.comments.get("", "")

    @property
    def remarks(self) -> list["Remark"]:
        return [_remark(place, sentence) for place, sentence in self.comments.items() if place]

    @cached_property
    def wrong(self) -> list["Remark"]:
        """What is wrong with what was typed; what is only missing is told by `completeness`."""
        missing = {entry.place for entry in self.completeness.needed}
        found = editing.problems(self.startup, self.document)
        return [_remark(place, sentence) for place, sentence in found.items() if place not in missing]

    @property
    def has_chinese(self) -> bool:
        text = (self.document.get("texts") or {}).get("zh") or {}
        return all(text.get(name) for name in ("headline", "problem", "advantage"))

    @property
    def text_tabs(self) -> list["TextTab"]:
        reviewed = {text.language for text in self.startup.texts.all() if text.reviewed_at}
        return [_text_tab(own, self.document, reviewed) for own in SECTIONS.values() if isinstance(own, TextSection)]

    @cached_property
    def files(self) -> list[Upload]:
        return files_of(self.startup)

    @property
    def name(self) -> str:
        """As the draft has it, in the reader's language."""
        names = self.document.get("name") or {}
        return names.get(reader_language()) or names.get("en") or self.startup.name


@dataclass(frozen=True)
class Remark:
    """A sentence about one place of the document, with the section where that is written."""

    section: Section | None
    label: str
    sentence: str


def _remark(place: str, sentence: str) -> Remark:
    section = section_of(place)
    return Remark(section, label_of(place, section), sentence)


@dataclass(frozen=True)
class TextTab:
    """One language of the texts, and how far it is."""

    code: str
    title: str
    state: str


def _text_tab(section: TextSection, document: Document, reviewed: Container[str]) -> TextTab:
    text = section.part(document)
    if not text:
        state = _("not written yet")
    elif document.get("source_language") == section.language:
        state = _("written first")
    elif text.get("origin") != "machine":
        state = _("written by a person")
    else:
        state = _("by a machine, reviewed") if section.language in reviewed else _("by a machine, not reviewed")
    return TextTab(section.code, str(section.title), state)


@dataclass(frozen=True)
class ShownField:
    """A field with what is wrong with it, what a curator asks, what somebody else has written meanwhile, and of a
    translation what stands there in the language written first."""

    bound: BoundField
    place: str
    problem: str = ""
    comment: str = ""
    theirs: str | None = None
    source: str = ""

    @property
    def key(self) -> str:
        """For the id of what is said about it."""
        return self.place.replace(".", "-")

    @property
    def is_ticked(self) -> bool:
        """Several boxes under one name."""
        return isinstance(self.bound.field.widget, CheckboxSelectMultiple)

    @property
    def is_wide(self) -> bool:
        """Texts want the whole line; numbers, dates and choices do not."""
        widget = self.bound.field.widget
        return (
            self.is_ticked
            or isinstance(widget, Textarea)
            or (isinstance(widget, TextInput) and not isinstance(widget, DateInput) and "inputmode" not in widget.attrs)
        )


@dataclass(frozen=True)
class Group:
    """Fields that stand together: all of a section, or one row of a list, with what the row is called."""

    fields: Sequence[ShownField]

    @property
    def name(self) -> str:
        return _said(self.fields[0].bound)

    @property
    def needs_a_look(self) -> bool:
        return any(shown.problem or shown.comment or shown.theirs is not None for shown in self.fields)


def shown_groups(
    section: Section,
    form: Any,
    problems: Mapping[str, str],
    comments: Mapping[str, str],
    theirs: Document | None = None,
    source: Mapping[str, str] = MappingProxyType({}),
) -> list[Group]:
    """The fields of a section: one group, or of a list one a row."""
    others = _fields(section, section.unbound(theirs)) if theirs is not None else {}
    return [
        Group([_shown(section, field, problems, comments, others, source) for field in part if field.name != "DELETE"])
        for part in _parts(section, form)
    ]


def source_of(section: Section, document: Document) -> Mapping[str, str]:
    """Of a section that translates: the text that was written first."""
    language = document.get("source_language")
    if not isinstance(section, TextSection) or section.language == language:
        return {}
    return value_at(document, f"texts.{language}", {})


def _shown(section, field, problems, comments, others, source):
    place = section.place(field.html_name)
    problem = problems.get(place, "")
    if problem:
        field.field.widget.attrs["aria-invalid"] = "true"
    other = others.get(field.html_name)
    is_other = other is not None and _said(other) != _said(field)
    theirs = _said(other) if is_other else None
    return ShownField(field, place, problem, comments.get(place, ""), theirs, source.get(field.name, ""))


def _parts(section: Section, form: Any) -> list[Any]:
    return form.forms if section.is_rows else [form]


def _fields(section: Section, form: Any) -> dict[str, BoundField]:
    return {field.html_name: field for part in _parts(section, form) for field in part}


def _said(field: BoundField) -> str:
    """What the field says, in words: of a choice its name."""
    value = field.value()
    chosen = value if isinstance(value, list) else [value]
    names = {str(key): str(name) for key, name in _choices(field)}
    return ", ".join(names.get(str(each), str(each)) for each in chosen if each not in (None, ""))


def _choices(field: BoundField) -> Any:
    for key, name in getattr(field.field, "choices", ()):
        # A group of choices: its name, and the choices in it.
        yield from name if isinstance(name, list | tuple) else [(key, name)]
