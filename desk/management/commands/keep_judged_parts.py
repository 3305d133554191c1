"""Keeps the judged pairs that new weights are compared on (matching/learning/comparing.py)."""

from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities.models import Need
from desk.demo.loading import startup_documents
from language.encoder import get_encoder
from matching import engine
from matching.corpus import current_corpus
from matching.gather import read_needs, read_startups
from matching.learning.comparing import DEPTH, JudgedParts
from matching.measuring.evaluation import read_texts, search
from matching.measuring.judged import JudgedData, JudgedDataError, read_judged
from startups.models import Startup

# What the part that a demo startup plays in a topic is worth for the topic's needs. A blocked one fits but for its
# block; one too young may be tried later; one with stuffed texts is of the field and no more.
GRADES = {"good": 3, "blocked": 2, "immature": 1, "stuffed": 1}


class Command(BaseCommand):
    help = (
        "Stores parts and grades of judged pairs for learning: of DIR, whose texts are known, and of the demo's needs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="holds needs.jsonl and qrels.tsv")
        parser.add_argument("--startups", type=Path, metavar="FILE", help="startups from elsewhere, for those of DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = read_judged(options["folder"], startups_file=options["startups"])
        except JudgedDataError as error:
            raise CommandError(str(error)) from error
        kept = JudgedParts.joined([of_folder(data), of_demo()])
        kept.save()
        quality = kept.quality(np.ones(len(engine.PARTS)))
        needs = len(np.unique(kept.need))
        self.stdout.write(
            f"{needs} needs, {len(kept.need)} pairs; nDCG@10 {quality:.3f} with weights {engine.CURRENT.version}"
        )


def of_folder(data: JudgedData) -> JudgedParts:
    """Structured facts are unknown there: these pairs tell whether texts still find each other."""
    grades = np.array(
        [[data.grades.get(need.id, {}).get(startup.id, 0) for startup in data.startups] for need in data.needs]
    )
    return _graded(search(read_texts(data, get_encoder()), DEPTH).by_need, grades)


def of_demo() -> JudgedParts:
    """The demo states its facts: these pairs tell whether a ready product for another problem stays below."""
    needs = list(Need.objects.open().filter(is_demo=True).with_page().order_by("pk"))
    startups = list(Startup.objects.listed().filter(is_demo=True).with_profile().order_by("pk"))
    if not needs or not startups:
        raise CommandError("The demo is not loaded: manage.py load_demo")
    corpus = current_corpus()
    asked, offered = read_needs(needs, corpus), read_startups(startups, corpus)
    best = engine.rank(
        engine.build_needs(asked.facts, asked.texts, corpus.vocabulary, corpus.snapshot),
        engine.build_startups(offered.facts, offered.texts, corpus.vocabulary, corpus.snapshot),
        k=DEPTH,
        floor=-np.inf,
    ).by_need
    return _graded(best, _demo_grades(needs, startups))


def _graded(best: engine.Pairs, grades: Any) -> JudgedParts:
    """The best pairs of the needs for which anything fits."""
    kept = grades.max(axis=1)[best.need] > 0
    return JudgedParts(best.need[kept], grades[best.need, best.startup][kept], best.parts[kept])


def _demo_grades(needs: list[Need], startups: list[Startup]) -> Any:
    """(needs, startups): 0 where the startup plays no part in a topic of the need."""
    plays = {slug: document["plays"] for slug, document in startup_documents() if "plays" in document}
    grades = np.zeros((len(needs), len(startups)), np.int8)
    for column, startup in enumerate(startups):
        if own := plays.get(startup.slug):
            for row, need in enumerate(needs):
                if own["topic"] in {topic.pk for topic in need.topics.all()}:
                    grades[row, column] = GRADES[own["role"]]
    return grades
