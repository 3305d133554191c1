"""Forms of the city side. That of a need tidies what was typed and puts it into the document, which judges it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.atlas import cities_by_province
from cities.handing_in import never_public_sentence
from cities.inputs import OPEN_DAYS, read_inputs, source_of, tick_of, translation_of, write_inputs
from cities.models import City, Need
from cities.querysets import is_never_public
from listings.forms import AddressField, DayField, DressedForm, LineField, ProseField
from listings.paths import sentences_at
from listings.validators import validate_plain_text
from taxonomy import codes
from taxonomy.forms import CodeChoiceField, CodeMultipleChoiceField
from taxonomy.models import DepartmentKind, Domain, Topic

# Ticks that most needs ask about; certificates and levels are folded away.
TICKS = ("DATA_IN_CHINA", "REFERENCE_CHINA", "PRESENCE", "MATERIALS_ZH", "MADE_IN_CHINA")
LEVELS = ("TRL:7", "TRL:8", "TRL:9", "MLPS:2", "MLPS:3")
OPEN_FOR = (90, OPEN_DAYS, 365)

# Where the document says something is wrong, and the input that a person mends it in; the longer path first.
INPUT_AT = (
    ("kpis.0.indicator", "present"),
    ("kpis.0.baseline", "present"),
    ("kpis.0.unit", "present"),
    ("kpis.0.by", "by"),
    ("kpis", "target"),
    ("requirements", "must_haves"),
    ("district", "district_zh"),
    ("contact.name", "contact_name"),
    ("contact.email", "contact_email"),
    ("contact.phone", "contact_phone"),
    ("texts", "problem"),
)


class AudienceRadios(forms.RadioSelect):
    """Who may see it. What a need may never be is shown, so that its writer learns why, and cannot be chosen."""

    closed: Sequence[str] = ()

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.closed:
            option["attrs"]["disabled"] = True
        return option


def code(list_name: str, label: Any, **kwargs: Any) -> CodeChoiceField:
    return CodeChoiceField(list_name=list_name, required=False, label=label, **kwargs)


class NeedForm(DressedForm):
    """A need as its department writes it: seven inputs, a title with topics, and what may be added later."""

    use_required_attribute = False

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    # The version somebody else has saved meanwhile, which this one shall replace all the same.
    instead_of = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    problem = ProseField(
        rows=7, label=_("The problem"), help_text=_("What goes wrong, where and how often. Paste it from your report.")
    )
    present = LineField(label=_("Present figure"), help_text=_("Such as: leakage 18 per cent"))
    target = LineField(label=_("Target figure"), help_text=_("Such as: 12 per cent"))
    by = DayField(label=_("By when"), help_text=_("The day it should be reached"))
    must_haves = forms.MultipleChoiceField(
        required=False, label=_("What a supplier must bring"), widget=forms.CheckboxSelectMultiple
    )
    budget_band = code("budget_band", _("Budget"))
    visibility = forms.ChoiceField(
        required=False, label=_("Who may see it"), choices=Need.Visibility.choices, widget=AudienceRadios
    )
    city_hidden = forms.BooleanField(required=False, label=_("Hide the city until both sides are interested"))

    title = LineField(label=_("Title"), help_text=_("One line that says what goes wrong, at most 100 characters."))
    topics = forms.MultipleChoiceField(required=False, label=_("Topics, the main one first"))

    stage = code("need_stage", _("Stage"))
    route = code("procurement_route", _("Procurement route expected"))
    ip_terms = code("ip_terms", _("IP terms"))
    reply_by = DayField(label=_("Reply by"))
    expires = forms.ChoiceField(required=False, label=_("Open for"))
    district_zh = LineField(label=_("District or zone"))
    pilot_site = ProseField(rows=2, label=_("Pilot site"))
    data_access = ProseField(rows=2, label=_("Data: what, and where it must stay"))
    tried_before = ProseField(rows=2, label=_("Tried before"))
    follow_on = ProseField(rows=2, label=_("After a good pilot"))
    contact_name = LineField(label=_("Contact person"))
    contact_phone = AddressField(label=_("Contact phone"))
    contact_email = AddressField(label=_("Contact e-mail"))
    translated_title = LineField(label=_("Title in the other language"))
    translated_problem = ProseField(rows=4, label=_("Problem in the other language"))
    translated_indicator = LineField(label=_("Indicator in the other language"))

    USUAL = TICKS
    LATER = (
        "stage", "route", "reply_by", "expires", "district_zh", "pilot_site", "data_access", "tried_before",
        "follow_on", "ip_terms",
    )  # fmt: skip
    CONTACT = ("contact_name", "contact_phone", "contact_email")
    TRANSLATION = ("translated_title", "translated_problem", "translated_indicator")

    def __init__(self, need: Need, document: Mapping[str, Any], data: Any = None):
        self.need, self.before = need, document
        super().__init__(data, initial=read_inputs(document) | {"version": need.draft_version})
        self.fields["must_haves"].choices = tick_choices(document)
        self.fields["topics"].choices = [(topic.code, topic.name) for topic in self.topic_rows.values()]
        self.fields["expires"].choices = open_choices(document)
        if self.is_never_public:
            closed = [value for value in Need.Visibility.values if value != Need.Visibility.MATCHED]
            self.fields["visibility"].widget.closed = closed

    @property
    def document(self) -> dict[str, Any]:
        """What was typed, in its place in the document. What no choice offers is left out."""
        self.is_valid()
        inputs = {name: self.cleaned_data.get(name) or _nothing(field) for name, field in self.fields.items()}
        return write_inputs(self.before, inputs)

    @property
    def over_version(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("instead_of") or self.cleaned_data.get("version") or 0

    def refuse(self, detail: Any) -> None:
        """Put what the document says is wrong beside the inputs that mend it."""
        self.is_valid()
        for path, sentence in sentences_at(detail).items():
            self.add_error(self.input_at(path), sentence)

    def remark(self, comments: Mapping[str, str]) -> None:
        """Put a curator's comments beside the inputs they are about; those about the whole stay in `remarks`."""
        self.remarks = []
        for path, sentence in comments.items():
            name = self.input_at(path)
            if name:
                self.fields[name].comment = sentence
            else:
                self.remarks.append(sentence)

    def input_at(self, path: str) -> str | None:
        language = source_of(self.before)
        for prefix, names in ((language, "{}"), (translation_of(language), "translated_{}")):
            name = names.format(path.removeprefix(f"texts.{prefix}."))
            if path.startswith(f"texts.{prefix}.") and name in self.fields:
                return name
        if path.split(".")[0] in self.fields:
            return path.split(".")[0]
        return next((name for prefix, name in INPUT_AT if f"{path}.".startswith(f"{prefix}.")), None)

    # For the template ------------------------------------------------------------------------------------------------

    @property
    def topic_rows(self) -> dict[str, Topic]:
        return {topic.code: topic for domain in self.domains for topic in domain.topics.all()}

    @property
    def domains(self) -> list[Domain]:
        if not hasattr(self, "_domains"):
            self._domains = list(Domain.objects.current().with_topics())
        return self._domains

    @property
    def chosen_topics(self) -> list[Topic]:
        rows = self.topic_rows
        return [rows[code] for code in self["topics"].value() or [] if code in rows]

    @property
    def is_never_public(self) -> bool:
        return is_never_public(self.need.department.kind_id, self["topics"].value() or [])

    @property
    def never_public_sentence(self) -> str:
        return never_public_sentence()

    @property
    def later_is_wrong(self) -> bool:
        """Whether something in the folded part has to be seen."""
        folded = (*self.LATER, *self.CONTACT, *self.TRANSLATION)
        return any(self[name].errors or hasattr(self.fields[name], "comment") for name in folded)

    @property
    def later(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.LATER)

    @property
    def contact(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.CONTACT)

    @property
    def translation(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.TRANSLATION)


def _nothing(field: forms.Field) -> Any:
    return [] if isinstance(field, forms.MultipleChoiceField) else ""


def tick_choices(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The usual must-haves, levels and certificates, and whatever this document asks besides."""
    certificates = [f"CERTIFICATE:{code.code}" for code in codes.current("certificate_kind")]
    held = [tick_of(row) for row in document.get("requirements", [])]
    return [(tick, tick_name(tick)) for tick in dict.fromkeys([*TICKS, *LEVELS, *certificates, *held])]


def tick_name(tick: str) -> str:
    kind, _colon, value = tick.partition(":")
    name = codes.label("requirement_kind", kind)
    if kind == "CERTIFICATE":
        return codes.label("certificate_kind", value)
    if kind == "TRL":
        return f"{name} {value} ({codes.label('trl', value)})"
    return f"{name} {value}".strip()


def open_choices(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Days from its publication; a live need also keeps the day it has."""
    held = document.get("expires")
    own = [(str(held), _("until %(day)s") % {"day": held})] if held and not str(held).isdecimal() else []
    return [*own, *((str(days), _("%(days)s days") % {"days": days}) for days in OPEN_FOR)]


class DepartmentForm(DressedForm):
    """Where an official works. An office that is here already is no mistake: one asks to join it."""

    city = forms.ModelChoiceField(City.objects.current(), label=_("City"))
    kind = forms.ModelChoiceField(
        DepartmentKind.objects.current(), label=_("Kind of office"), empty_label=_("please choose")
    )
    name_zh = forms.CharField(
        max_length=80,
        label=_("Name as it stands on the door"),
        validators=[validate_plain_text],
        widget=forms.TextInput({"dir": "auto", "autocomplete": "organization"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["city"].choices = city_choices()


def city_choices() -> list[tuple[Any, Any]]:
    return [("", _("please choose")), *cities_by_province()]


class NothingFitsForm(DressedForm):
    """Why none of the candidates helps; the reasons are the codes of a "no" to a single one."""

    reasons = CodeMultipleChoiceField(
        list_name="reason_no", label=_("Why"), error_messages={"required": _("Tick at least one reason.")}
    )
    words = ProseField(
        rows=3, most=1_000, label=_("In your words"), help_text=_("Seen by curators and your department only.")
    )


class QuestionForm(DressedForm):
    words = ProseField(
        rows=3,
        most=1_000,
        required=True,
        validators=[validate_plain_text],
        label=_("Your question"),
        help_text=_("In Chinese, if you can. Your name is not shown, to the department neither."),
    )


class AnswerForm(DressedForm):
    """`version`: that of the answer the page showed."""

    version = forms.IntegerField(min_value=0, max_value=2**15 - 1, widget=forms.HiddenInput)
    answer = ProseField(
        rows=3,
        most=2_000,
        required=True,
        validators=[validate_plain_text],
        label=_("Answer, for everybody who may read the need"),
    )


class InviteForm(DressedForm):
    for_whom = forms.CharField(
        max_length=160, label=_("For whom"), help_text=_("Name and post. Only your department and curators see it.")
    )


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), choices=lambda: closing_choices())


def closing_choices() -> list[tuple[str, str]]:
    """A need lapses by itself; a department closes it for the other reasons."""
    return [(value, name) for value, name in codes.choices("closing_reason") if value != "LAPSED"]


class RenewForm(forms.Form):
    expires_on = forms.DateField(label=_("Open until"), widget=forms.DateInput(attrs={"type": "date"}))
