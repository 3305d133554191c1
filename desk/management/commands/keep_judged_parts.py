"""Keeps the judged pairs that new weights are compared on (matching/learning/comparing.py)."""

from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from cities.models import Need
from desk.demo.loading import startup_documents
from matching import engine
from matching.corpus import current_corpus
from matching.gather import read_needs, read_startups
from matching.learning.comparing import JUDGED, judged_parts
from startups.models import Startup

# What the part that a demo startup plays in a topic is worth for the topic's needs. A blocked one fits but for its
# block; one too young may be tried later; one with stuffed texts is of the field and no more.
GRADES = {"good": 3, "blocked": 2, "immature": 1, "stuffed": 1}
# Of each need so many, the best by score: what stands lower reaches no first page whatever the weights.
DEPTH = 40


class Command(BaseCommand):
    help = "Scores the demo's contested needs and stores parts and grades of their best pairs, for learning."

    def handle(self, *args: Any, **options: Any) -> None:
        needs = Need.objects.open().filter(is_demo=True).with_page().order_by("pk")
        startups = Startup.objects.listed().filter(is_demo=True).with_profile().order_by("pk")
        if not needs or not startups:
            raise CommandError("The demo is not loaded: manage.py load_demo")
        pairs, grades = ranked(needs, startups), grades_of(list(needs), list(startups))
        contested = grades.max(axis=1)[pairs.need] > 0
        np.savez_compressed(
            JUDGED,
            need=pairs.need[contested].astype(np.int16),
            grade=grades[pairs.need, pairs.startup][contested],
            parts=pairs.parts[contested],
        )
        judged_parts.cache_clear()
        quality = judged_parts().quality(np.ones(len(engine.PARTS)))
        count = len(set(pairs.need[contested].tolist()))
        self.stdout.write(
            f"{count} needs, {contested.sum()} pairs; nDCG@10 {quality:.3f} with weights {engine.CURRENT.version}"
        )


def ranked(needs: Any, startups: Any) -> engine.Pairs:
    """The best startups of each need under the engine's own weights."""
    corpus = current_corpus()
    asked, offered = read_needs(needs, corpus), read_startups(startups, corpus)
    return engine.rank(
        engine.build_needs(asked.facts, asked.texts, corpus.vocabulary, corpus.snapshot),
        engine.build_startups(offered.facts, offered.texts, corpus.vocabulary, corpus.snapshot),
        k=DEPTH,
        floor=-np.inf,
    ).by_need


def grades_of(needs: list[Need], startups: list[Startup]) -> Any:
    """(needs, startups): the grade of each pair; 0 where the startup plays no part in a topic of the need."""
    plays = {slug: document["plays"] for slug, document in startup_documents() if "plays" in document}
    grades = np.zeros((len(needs), len(startups)), np.int8)
    for column, startup in enumerate(startups):
        if own := plays.get(startup.slug):
            for row, need in enumerate(needs):
                if own["topic"] in {topic.pk for topic in need.topics.all()}:
                    grades[row, column] = GRADES[own["role"]]
    return grades
