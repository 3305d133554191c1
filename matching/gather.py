"""From rows to the engine's tables. The only file that knows both sides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cities.models import Need
from language.bridge import Bridge
from listings.models import Language, whole_text
from matching import engine
from matching.corpus import Corpus
from matching.models import TextVector
from matching.reading import english_of, features
from matching.vectors import mean_vectors, stored_vectors
from startups.models import Startup

Texts = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Reading:
    """What is read of one side: facts and texts in one order, and the revision each row had."""

    revisions: Mapping[int, int]
    facts: Sequence
    texts: Sequence[engine.TextFeatures]


def read_startups(startups: Iterable[Startup], corpus: Corpus) -> Reading:
    """Of startups fetched `with_profile()`. Embeds text that has changed."""
    rows = list(startups)
    encoded = {str(row.pk): startup_texts(row, corpus.bridge) for row in rows}
    vectors = stored_vectors(TextVector.Subject.STARTUP, encoded, corpus.encoder)
    return Reading(
        revisions={row.pk: row.revision for row in rows},
        facts=[startup_facts(row) for row in rows],
        texts=[_features(row, encoded[str(row.pk)], vectors[str(row.pk)], corpus) for row in rows],
    )


def read_needs(needs: Iterable[Need], corpus: Corpus) -> Reading:
    """Of needs fetched `with_page()`. Embeds text that has changed."""
    rows = list(needs)
    encoded = {str(row.pk): need_texts(row, corpus.bridge) for row in rows}
    vectors = stored_vectors(TextVector.Subject.NEED, encoded, corpus.encoder)
    return Reading(
        revisions={row.pk: row.revision for row in rows},
        facts=[need_facts(row) for row in rows],
        texts=[_features(row, encoded[str(row.pk)], vectors[str(row.pk)], corpus) for row in rows],
    )


def startup_facts(startup: Startup) -> engine.StartupFacts:
    return engine.StartupFacts(
        id=startup.pk,
        published=_ordinal(startup),
        technologies=tuple(row.technology_id for row in startup.technology_rows.all()),
        trl=startup.trl,
        pilot_cost_low=startup.pilot_cost_low,
        pilot_cost_high=startup.pilot_cost_high,
        deployments=tuple(
            engine.DeploymentFacts(
                country=row.country or None,
                population_band=row.population_band or None,
                since=row.since,
                evidence=row.evidence or None,
            )
            for row in startup.deployments.all()
        ),
        presence=startup.presence or None,
        production=startup.production or None,
        materials_in_chinese=startup.materials_in_chinese or None,
        data_in_china=startup.data_in_china or None,
        mlps_level=startup.mlps_level,
        certificates={row.kind: row.answer for row in startup.certificates.all()},
        excluded_topics=frozenset(topic.pk for topic in startup.excluded_topics.all()),
        excluded_cities=frozenset(startup.excluded_cities),
    )


def need_facts(need: Need) -> engine.NeedFacts:
    return engine.NeedFacts(
        id=need.pk,
        published=_ordinal(need),
        topics=tuple(row.topic_id for row in need.topic_rows.all()),
        stage=need.stage or None,
        budget_band=need.budget_band or None,
        population_band=need.city.population_band or None,
        city=need.city.pk,
        requirements=tuple(
            engine.RequirementFacts(row.kind, row.value or None, row.is_hard) for row in need.requirements.all()
        ),
        excluded_technologies=frozenset(technology.pk for technology in need.excluded_technologies.all()),
    )


def startup_texts(startup: Startup, bridge: Bridge) -> Texts:
    """Two English texts whose mean embedding stands for the profile: what it solves, and what it is."""
    text = _best_text(startup)
    return ("", "") if text is None else profile_texts(startup.name, text, bridge)


def profile_texts(name: str, text: Any, bridge: Bridge) -> Texts:
    """`startup_texts` of this one text (anything with the fields of a `StartupText`)."""
    solves = f"{name}. {text.headline}. {text.problem} {text.advantage}"
    return english_of(solves, bridge), english_of(f"{text.description} {text.product}", bridge)


def need_texts(need: Need, bridge: Bridge) -> Texts:
    """One English text for the encoder: title, problem, present state, target."""
    text = _best_text(need)
    return ("",) if text is None else problem_texts(text, bridge)


def problem_texts(text: Any, bridge: Bridge) -> Texts:
    """`need_texts` of this one text (anything with the fields of a `NeedText`)."""
    return (english_of(f"{text.title}. {text.problem} {text.present} {text.target}", bridge),)


def read_problem(problem: str, corpus: Corpus) -> engine.TextFeatures:
    """What a pasted text says; nothing of it is stored."""
    english = english_of(problem, corpus.bridge)
    return features(english, problem, mean_vectors([(english,)], corpus.encoder)[0], corpus.bridge, corpus.keywords)


def read_unsaved(startup: Startup, corpus: Corpus) -> tuple[engine.StartupFacts, engine.TextFeatures]:
    """Of a startup that is no row, with its rows beside it (`startups.unsaved`). Its vector is kept nowhere."""
    texts = startup_texts(startup, corpus.bridge)
    return startup_facts(startup), _features(startup, texts, mean_vectors([texts], corpus.encoder)[0], corpus)


def read_unsaved_need(need: Need, corpus: Corpus) -> tuple[engine.NeedFacts, engine.TextFeatures]:
    """Of a need that is no row, with its rows beside it (`cities.unsaved`). Its vector is kept nowhere."""
    texts = need_texts(need, corpus.bridge)
    return need_facts(need), _features(need, texts, mean_vectors([texts], corpus.encoder)[0], corpus)


def _features(row: Startup | Need, texts: Texts, vector: NDArray[np.float32], corpus: Corpus) -> engine.TextFeatures:
    as_written = " ".join(whole_text(text) for text in row.texts.all())
    return features(" ".join(texts), as_written, vector, corpus.bridge, corpus.keywords)


def _best_text(row: Startup | Need) -> Any:
    """English that a person wrote or reviewed, else what was written first: a gloss is worse than a translation."""
    texts = {text.language: text for text in row.texts.all()}
    english = texts.get(Language.ENGLISH)
    if english and english.is_trusted:
        return english
    return next((text for text in texts.values() if text.is_source), english)


def _ordinal(row: Startup | Need) -> int:
    return row.published_at.date().toordinal() if row.published_at else 0
