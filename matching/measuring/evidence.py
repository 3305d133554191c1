"""Evidence drawn from the tops of the demo's lists, as people judge it: docs/judged/evidence.tsv."""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from django.utils import translation

from cities.models import Need
from listings.models import reader_language
from matching.corpus import Corpus, current_corpus
from matching.explaining.pairing import Asked, Pairing, with_meanings
from matching.models import Band, Match, TextVector
from matching.phrases import embed_phrases
from startups.models import Startup

# Readers of Chinese and of English, in turn.
READERS = ("zh-hans", "en")
TOP = 3


@dataclass(frozen=True)
class Shown:
    """What one card shows as evidence; ``need`` and ``startup`` are the keys of the demo's files.

    ``closeness``: "meets", or "nearest" where the page says that these sentences may be of different things.
    """

    need: str
    startup: str
    reader: str
    closeness: str
    need_phrase: str
    startup_phrase: str
    terms: str


@dataclass(frozen=True)
class Judged(Shown):
    """``verdict``: right, or wrong; ``why`` says so where it is not."""

    verdict: str
    why: str

    @property
    def shown(self) -> Shown:
        return Shown(**{field.name: getattr(self, field.name) for field in fields(Shown)})


@dataclass(frozen=True, eq=False)
class Demo:
    """The demo's listings by their keys."""

    needs: dict[str, Need]
    startups: dict[str, Startup]
    corpus: Corpus

    @classmethod
    def loaded(cls) -> Self:
        needs = Need.objects.open().filter(is_demo=True).with_page()
        startups = Startup.objects.listed().filter(is_demo=True).with_profile()
        return cls({_key(row): row for row in needs}, {_key(row): row for row in startups}, current_corpus())

    def shown(self, need: str, startup: str, reader: str) -> Shown:
        """KeyError where the demo has no such listing."""
        asks, offers = self.needs[need], self.startups[startup]
        embed_phrases(TextVector.Subject.NEED, only=asks.pk)
        embed_phrases(TextVector.Subject.STARTUP, only=offers.pk)
        with translation.override(reader):
            pairing = Pairing(Asked.by_needs([asks], self.corpus)[0], offers, self.corpus, _score(asks, offers))
            pairing = with_meanings([pairing], self.corpus)[0]
            evidence = pairing.evidence
            asked = evidence.need_quote.text if evidence.need_quote else ""
            offered = evidence.startup_quote.text if evidence.startup_quote else ""
            terms = [f"{term.need} = {term.startup}" for term in dict.fromkeys((*evidence.marks, *evidence.pairs))]
            closeness = "meets" if pairing.meets else "nearest"
            return Shown(need, startup, reader_language(), closeness, asked, offered, "; ".join(terms))


def tops(seed: int) -> list[tuple[str, str]]:
    """(need, startup) of the first TOP "strong" candidates of every demo need, in an order drawn by ``seed``."""
    rows = Match.objects.filter(need_rank__lte=TOP, band=Band.STRONG, need__is_demo=True, startup__is_demo=True)
    pairs = [
        (_key(row.need), _key(row.startup))
        for row in rows.select_related("need", "startup").order_by("need", "startup")
    ]
    random.Random(seed).shuffle(pairs := sorted(pairs))  # noqa: S311 - a sample, not a secret
    return pairs


def drawn(seed: int) -> Iterator[Shown]:
    """The evidence of these pairs, for readers of Chinese and of English in turn."""
    demo = Demo.loaded()
    for place, pair in enumerate(tops(seed)):
        yield demo.shown(*pair, READERS[place % len(READERS)])


def changed(judged: Iterable[Judged]) -> list[Judged]:
    """Those for which the code shows something else by now."""
    demo = Demo.loaded()
    return [row for row in judged if demo.shown(row.need, row.startup, row.reader) != row.shown]


def read_judged(path: Path) -> list[Judged]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Judged(**row) for row in csv.DictReader(file, delimiter="\t")]


def write_rows(path: Path, rows: Sequence[Shown]) -> None:
    """A table to be judged: the two last columns are left for the people who judge."""
    with path.open("w", encoding="utf-8", newline="") as file:
        names = [field.name for field in fields(Judged)]
        writer = csv.DictWriter(file, names, delimiter="\t", lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(vars(row) for row in rows)


def _score(need: Need, startup: Startup) -> float:
    match = Match.objects.filter(need=need, startup=startup).first()
    return match.score if match else 0.0


def _key(row: Any) -> str:
    """``W-LEAK-1`` of what was loaded from ``demo:W-LEAK-1:digest``."""
    return str(row.source.split(":")[1])
