"""The first eight questions, and the profile that their answers begin."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from language.detect import detect
from listings.forms import AddressField, DressedForm, LineField, NumberField, ProseField, SiteField
from listings.models import Language
from listings.paths import BLANK, laid_over, with_value
from startups import services
from startups.editing import keep_change
from startups.forms import WEEKS, YUAN, DeploymentForm, RowsFormSet, code, named, technology_choices
from startups.models import MOST_TECHNOLOGIES, Startup
from startups.site_mail import host_of
from taxonomy import codes

MOST_REFERENCES = 3
MOST_PASTED = 6_000


class StartForm(DressedForm):
    """Eight questions. A proposal counts where the person wrote nothing of their own."""

    use_required_attribute = False

    name = LineField(label=_("Name of the startup"), max_length=80, required=True)
    website = SiteField(label=_("Website"), help_text=_("Such as https://company.example"))
    problem = ProseField(
        label=_("Problem solved"), rows=3, help_text=_("Two sentences: what goes wrong in a city without it.")
    )
    advantage = LineField(
        label=_("The same as one number"), help_text=_("Such as: cuts losses from 14 % to 8 % in a year.")
    )
    text = ProseField(
        label=_("Text of your site or deck"),
        rows=6,
        most=MOST_PASTED,
        help_text=_("Up to 6,000 characters, in any of the three languages. It becomes the description."),
    )
    headline = LineField(label=_("Headline: one line"))
    trl = forms.ChoiceField(
        choices=lambda: [(step.data["lowest"], f"{step.name} · {step.note}") for step in codes.current("maturity")],
        widget=forms.RadioSelect,
        required=False,
        label=_("How far is it?"),
    )
    presence = code("china_presence", field="presence")
    production = code("production_place", field="production")
    cost_low = NumberField(label=_("Price of a pilot, from (CNY)"), signs=YUAN)
    weeks = NumberField(label=_("Weeks it takes"), signs=WEEKS)
    contact_name = LineField(label=named(Startup, "contact_name"))
    contact_email = AddressField(label=named(Startup, "contact_email"))
    contact_phone = AddressField(label=named(Startup, "contact_phone"))
    # Proposals of the pasted text, as its answer on the page offers them.
    technologies = forms.MultipleChoiceField(choices=technology_choices, required=False)
    technology = forms.ChoiceField(
        choices=lambda: [("", _("please choose")), *technology_choices()], required=False, label=_("Technology")
    )
    proposed_headline = forms.CharField(required=False)
    proposed_figure = forms.CharField(required=False)
    is_another = forms.BooleanField(required=False, label=_("It is another company."))

    places = {
        "name": "name.en", "cost_low": "pilot.cost_low", "weeks": "pilot.weeks", "contact_name": "contact.name",
        "contact_email": "contact.email", "contact_phone": "contact.phone",
    }  # fmt: skip

    def document(self, references: RowsFormSet) -> dict[str, Any]:
        """The profile's first document. Its texts stand under the language in which they were written."""
        answers = self.cleaned_data
        texts = self._texts()
        document: dict[str, Any] = {"source_language": self.language, "texts": {self.language: texts}} if texts else {}
        for name in ("name", "website", "trl", "presence", "production", *list(self.places)[1:]):
            document = with_value(document, self.places.get(name, name), answers.get(name))
        document = with_value(document, "technologies", self._technologies())
        return with_value(document, "deployments", references.rows)

    @property
    def language(self) -> str:
        answers = self.cleaned_data
        return detect(" ".join([answers["problem"], answers["advantage"], answers["text"]]))

    @property
    def chosen_technologies(self) -> list[tuple[str, str]]:
        """Those ticked among the proposals, for a page that does not make the proposals anew."""
        ticked = set(self["technologies"].value() or [])
        choices = technology_choices() if ticked else []
        return [(code, name) for _sector, group in choices for code, name in group if code in ticked]

    @property
    def proposed_texts(self) -> list[forms.BoundField]:
        return [self["proposed_headline"], self["proposed_figure"]]

    def _texts(self) -> dict[str, str]:
        answers = self.cleaned_data
        texts = {
            "headline": answers["headline"] or answers["proposed_headline"],
            "problem": answers["problem"],
            "advantage": answers["advantage"] or answers["proposed_figure"],
            "description": answers["text"],
        }
        return {name: text for name, text in texts.items() if text not in BLANK}

    def _technologies(self) -> list[str]:
        chosen = [self.cleaned_data["technology"], *self.cleaned_data["technologies"]]
        return list(dict.fromkeys(filter(None, chosen)))[:MOST_TECHNOLOGIES]


class ReferenceForm(DeploymentForm):
    """Of a deployment what is asked first: place, year, size, number."""

    asked = ("place_en", "country", "population_band", "since", "indicator_en", "before", "after", "unit")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.asked):
            del self.fields[name]


ReferenceRows = forms.formset_factory(
    ReferenceForm, formset=RowsFormSet, extra=MOST_REFERENCES, max_num=MOST_REFERENCES, absolute_max=MOST_REFERENCES
)


@transaction.atomic
def start_profile(document: dict[str, Any], by: User) -> Startup:
    """Begin a profile with its first document, and make `by` its owner.

    Sent twice, as by a double click or the back button, it is the same profile: a person has one unpublished profile of
    a name. What the second leaves blank stays as the first has said it.
    """
    # The second of two clicks waits here, and then finds what the first has made.
    User.objects.select_for_update().get(pk=by.pk)
    name = document["name"]["en"]
    begun = Startup.objects.filter(name=name, published_at=None, members__user=by).first()
    startup = begun or services.begin(name, by)
    keep_change(startup, lambda draft: laid_over({"source_language": Language.ENGLISH.value} | draft, document), by)
    return startup


def listed_at(website: str) -> Startup | None:
    """A published profile of the same site: whoever comes may want to claim it."""
    host = host_of(website)
    if not host:
        return None
    candidates = Startup.objects.listed().filter(website__icontains=host)
    return next((startup for startup in candidates if host_of(startup.website) == host), None)
