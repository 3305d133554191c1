"""A profile's document as forms, one a section of the workspace.

The forms hold no rule of their own: they tidy what was typed and put it in its place in the document, wrong or not, so
that nothing typed is lost. `ProfileDocument` says what is wrong.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms import formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from listings.forms import (
    AddressField,
    DayField,
    DressedForm,
    LineField,
    LinesField,
    NumberField,
    ProseField,
    SiteField,
    dress,
)
from listings.models import Language
from listings.paths import BLANK, value_at, with_value
from startups.models import MOST_TECHNOLOGIES, Certificate, Deployment, Member, Startup, StartupText
from startups.places import CountryField, city_choices
from startups.validators import validate_video_page
from taxonomy import codes
from taxonomy.forms import CodeChoiceField, CodeMultipleChoiceField
from taxonomy.models import Domain, Sector

MOST_DEPLOYMENTS = 20
# What people write behind or before a number, though the label says it.
YEAR, WEEKS, YUAN = ("年",), ("周", "weeks"), ("元", "人民币", "¥", "CNY", "RMB")


def named(model: Any, field: str) -> Any:
    """The label of a field: what the model calls it."""
    return capfirst(model._meta.get_field(field).verbose_name)


def code(list_name: str, model: Any = Startup, field: str = "", **kwargs: Any) -> CodeChoiceField:
    kwargs.setdefault("label", named(model, field or list_name))
    return CodeChoiceField(list_name=list_name, required=False, **kwargs)


def several(list_name: str, field: str = "") -> CodeMultipleChoiceField:
    return CodeMultipleChoiceField(list_name=list_name, required=False, label=named(Startup, field or list_name))


class SectionForm(DressedForm):
    """Fields over one object of the document. `paths`: where a field stands, if not under its own name."""

    use_required_attribute = False
    paths: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def path(cls, name: str) -> str:
        return cls.paths.get(name, name)

    @classmethod
    def read(cls, part: Mapping[str, Any]) -> dict[str, Any]:
        """The form's initial values from its object of the document."""
        return {name: value_at(part, cls.path(name)) for name in cls.base_fields}

    def write(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """A copy of the object with what was typed."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if name in self.base_fields:
                part = with_value(part, self.path(name), value)
        return dict(part)


class IdentityForm(SectionForm):
    paths = {"name_en": "name.en", "name_zh": "name.zh", "name_he": "name.he"}

    name_en = LineField(label=_("Name"))
    name_zh = LineField(label=named(Startup, "name_zh"), help_text=_("As Chinese partners should write it."))
    name_he = LineField(label=named(Startup, "name_he"))
    website = SiteField(label=named(Startup, "website"), help_text=_("Such as https://company.example"))
    legal_name = LineField(label=named(Startup, "legal_name"))
    founded_year = NumberField(label=named(Startup, "founded_year"), signs=YEAR)
    home_city = LineField(label=named(Startup, "home_city"))
    team_size = code("team_size")
    source_language = forms.ChoiceField(
        choices=Language.choices, required=False, label=_("Language the texts were first written in")
    )


class TextForm(SectionForm):
    headline = LineField(label=named(StartupText, "headline"), help_text=_("One line: what it does, for whom."))
    problem = ProseField(label=named(StartupText, "problem"), help_text=_("What goes wrong in a city without it."))
    advantage = ProseField(
        label=named(StartupText, "advantage"), help_text=_("Such as: cuts losses from 14 % to 8 % in a year.")
    )
    description = ProseField(label=named(StartupText, "description"), rows=7)
    product = ProseField(label=named(StartupText, "product"), rows=5)

    def write(self, part):
        """What a person has written over is theirs, whoever translated it first."""
        written = super().write(part)
        texts = {name: text for name, text in written.items() if name != "origin"}
        if not texts:
            return {}
        changed = texts != {name: text for name, text in part.items() if name != "origin"}
        return texts | {"origin": "person" if changed else part.get("origin", "person")}


class TechnologiesForm(SectionForm):
    """The first one is the primary one."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [("", _("not stated")), *technology_choices()]
        for number in range(MOST_TECHNOLOGIES):
            label = _("Primary technology") if number == 0 else _("Technology %(number)s") % {"number": number + 1}
            self.fields[f"technology_{number}"] = forms.ChoiceField(choices=choices, required=False, label=label)
            dress(self.fields[f"technology_{number}"].widget)

    @classmethod
    def path(cls, name):
        return "technologies"

    @classmethod
    def read(cls, part):
        return {f"technology_{number}": chosen for number, chosen in enumerate(part.get("technologies") or [])}

    def write(self, part):
        self.is_valid()
        chosen = (self.cleaned_data.get(f"technology_{number}") for number in range(MOST_TECHNOLOGIES))
        return with_value(part, "technologies", list(dict.fromkeys(filter(None, chosen))))


def technology_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    sectors = Sector.objects.current().with_technologies()
    return [(sector.name, [(row.code, row.name) for row in sector.technologies.all()]) for sector in sectors]


class MaturityForm(SectionForm):
    trl = forms.TypedChoiceField(
        choices=lambda: [
            ("", _("not stated")),
            *((row.code, f"{row.code} · {row.name}") for row in codes.current("trl")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Technology readiness level (TRL)"),
    )
    units_in_operation = NumberField(label=named(Startup, "units_in_operation"))
    years_in_operation = NumberField(label=named(Startup, "years_in_operation"))


class DeploymentForm(SectionForm):
    paths = {
        "place_en": "place.en", "place_zh": "place.zh", "scale_en": "scale.en", "scale_zh": "scale.zh",
        "indicator_en": "indicator.en", "indicator_zh": "indicator.zh",
    }  # fmt: skip

    place_en = LineField(
        label=named(Deployment, "place_en"),
        help_text=_("A customer who must not be named: “a city in East China, 3-5 million people”."),
    )
    place_zh = LineField(label=named(Deployment, "place_zh"))
    country = CountryField(label=named(Deployment, "country"))
    population_band = code("population_band", Deployment)
    since = NumberField(label=_("Since (year)"), signs=YEAR)
    scale_en = LineField(label=named(Deployment, "scale_en"), help_text=_("Such as: 420 km of mains"))
    scale_zh = LineField(label=named(Deployment, "scale_zh"))
    indicator_en = LineField(label=named(Deployment, "indicator_en"), help_text=_("Such as: network leakage rate"))
    indicator_zh = LineField(label=named(Deployment, "indicator_zh"))
    before = NumberField(label=named(Deployment, "before"), signs=("%",))
    after = NumberField(label=named(Deployment, "after"), signs=("%",))
    unit = code("kpi_unit", Deployment, "unit")
    evidence = code("evidence", Deployment)
    link = SiteField(label=named(Deployment, "link"))
    contact = LineField(
        label=named(Deployment, "contact"), help_text=_("Never shown. A curator may ask there whether it is so.")
    )


class CertificateForm(SectionForm):
    kind = code("certificate_kind", Certificate, "kind")
    answer = code("certificate_answer", Certificate, "answer")
    number = LineField(label=named(Certificate, "number"))
    valid_to = DayField(label=_("Valid to"))


class CompanyForm(SectionForm):
    founders = LineField(label=named(Startup, "founders"))
    funding_stage = code("funding_stage")
    total_raised_usd = NumberField(label=named(Startup, "total_raised_usd"), signs=("美元", "$", "USD"))
    investors = LineField(label=named(Startup, "investors"))
    awards = LinesField(label=named(Startup, "awards"), help_text=_("One a line."))


class PilotForm(SectionForm):
    cost_low = NumberField(label=named(Startup, "pilot_cost_low"), signs=YUAN)
    cost_high = NumberField(label=named(Startup, "pilot_cost_high"), signs=YUAN)
    weeks = NumberField(label=named(Startup, "pilot_weeks"), signs=WEEKS)
    city_brings = several("city_brings")


class ChinaForm(SectionForm):
    presence = code("china_presence", field="presence")
    production = code("production_place", field="production")
    materials_in_chinese = code("materials_in_chinese")
    data_in_china = code("data_in_china")
    mlps_level = forms.TypedChoiceField(
        choices=[("", _("not stated")), *((number, str(number)) for number in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
        label=named(Startup, "mlps_level"),
    )
    interfaces = LinesField(label=named(Startup, "interfaces"), help_text=_("One a line, such as OPC UA."), rows=3)
    team_languages = several("company_language", "team_languages")


class TermsForm(SectionForm):
    cooperation = several("cooperation")
    ip_terms = several("ip_terms")
    excluded_topics = forms.MultipleChoiceField(
        choices=lambda: [
            (domain.name, [(topic.code, topic.name) for topic in domain.topics.all()])
            for domain in Domain.objects.current().with_topics()
        ],
        widget=forms.SelectMultiple(attrs={"size": 8}),
        required=False,
        label=named(Startup, "excluded_topics"),
        help_text=_("Needs of these topics are never suggested to you. Hold Ctrl to choose several."),
    )
    excluded_cities = forms.MultipleChoiceField(
        choices=city_choices,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        required=False,
        label=named(Startup, "excluded_cities"),
        help_text=_("Needs of these cities are never suggested to you, and you are never suggested to them."),
    )
    visibility = forms.ChoiceField(
        choices=Startup.Visibility.choices, required=False, label=named(Startup, "visibility")
    )


class ContactForm(SectionForm):
    name = LineField(label=named(Startup, "contact_name"))
    email = AddressField(label=named(Startup, "contact_email"))
    phone = AddressField(label=named(Startup, "contact_phone"))
    wechat = AddressField(label=named(Startup, "contact_wechat"))


class RowsFormSet(forms.BaseFormSet):
    """Rows of the document, with an empty one behind them; a row that is emptied or ticked away is gone."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        written = [form.write({}) for form in self.forms if form not in self.deleted_forms]
        return [row for row in written if row not in BLANK]


def rows_of(form: type[SectionForm], most: int) -> Any:
    return formset_factory(form, formset=RowsFormSet, extra=1, can_delete=True, max_num=most, absolute_max=most + 1)


DeploymentRows = rows_of(DeploymentForm, MOST_DEPLOYMENTS)
CertificateRows = rows_of(CertificateForm, 21)


class ReasonForm(DressedForm):
    reason = ProseField(label=_("Why is this not for you any more?"), rows=3, most=500, required=True)


class UploadForm(forms.Form):
    file = forms.FileField()
    language = forms.ChoiceField(choices=[("", ""), *Language.choices], required=False)


class CaptionForm(forms.Form):
    """Of one picture, {en, zh}."""

    en = LineField(max_length=160)
    zh = LineField(max_length=160)


class VideoLinkForm(DressedForm):
    video_link = SiteField(
        label=_("Page of the video on Bilibili or WeChat Channels"), validators=[validate_video_page]
    )


class InvitationForm(DressedForm):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices, initial=Member.Role.EDITOR)


class ClaimForm(DressedForm):
    words = ProseField(label=_("Who are you at the company, and how can a curator check it?"), rows=3, most=1_000)
