"""What a draft would bring once it is published: its pairs in the two top bands. Nothing of it is stored."""

from collections.abc import Mapping
from typing import Any

from cities.models import Need
from listings.paths import value_at
from matching import engine
from matching.corpus import Corpus, current_corpus
from matching.gather import read_problem, read_unsaved
from matching.open_needs import fits
from matching.pasted import bands_for_need
from startups.models import Startup
from startups.unsaved import as_published

# Of a need's draft the engine reads what it is about; what a supplier must have caps bands and blocks no candidate.
TOLD = ("title", "problem", "present", "target")


def pairs_of_profile(startup: Startup, document: Mapping[str, Any]) -> int:
    """How many open needs would find this profile in the two top bands."""
    corpus = current_corpus()
    facts, text = read_unsaved(as_published(startup, document), corpus)
    [found] = fits([facts], [text], set(Need.objects.open().values_list("pk", flat=True)), corpus)
    return sum(fit.band >= engine.Band.WORTH_A_LOOK for fit in found.values())


def pairs_of_need(need: Need, document: Mapping[str, Any]) -> int:
    """How many published public profiles the need would find in the two top bands."""
    corpus = current_corpus()
    bands = bands_for_need(_facts(need, document, corpus), read_problem(_text(document), corpus), corpus)
    return sum(band >= engine.Band.WORTH_A_LOOK for band in bands)


def _facts(need: Need, document: Mapping[str, Any], corpus: Corpus) -> engine.NeedFacts:
    known = set(corpus.vocabulary.topics)
    return engine.NeedFacts(
        id=need.pk,
        topics=tuple(code for code in document.get("topics") or [] if code in known),
        stage=document.get("stage") or None,
        budget_band=document.get("budget_band") or None,
        population_band=need.city.population_band or None,
        city=need.city.pk,
    )


def _text(document: Mapping[str, Any]) -> str:
    source = document.get("source_language") or "zh"
    return "\n".join(str(value_at(document, f"texts.{source}.{name}") or "") for name in TOLD)
