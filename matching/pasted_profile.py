"""What a pasted site or deck says of a startup: the needs that suit it, and what its profile could begin with.

Nothing of the text is stored.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from cities.models import Need
from matching import engine
from matching.corpus import Corpus, current_corpus
from matching.explaining.reading import Sentence, read
from matching.explaining.texts import SideTexts
from matching.gather import read_problem
from matching.inference import infer_technologies
from matching.models import Band
from matching.open_needs import fits
from matching.pasted import names_something
from taxonomy.models import Technology

# Of the needs, so many are shown; of each kind of proposal, so many are offered.
SHOWN = 3
MOST_HEADLINES, MOST_FIGURES = 3, 4
HEADLINE_LENGTH = range(20, 141)
# From one figure to another, a share, a multiple: what an advantage is told by; a bare year or a telephone is none.
CHANGE = re.compile(r"\d[\d.,]*\s*(?:%|％|percent|per cent|אחוז|倍|x\b|times)|(?:from|由|从|מ-?)\s*\d", re.IGNORECASE)


@dataclass(frozen=True)
class SuitingNeed:
    need: Need
    band: int
    band_label: str


@dataclass(frozen=True)
class SuitingNeeds:
    """The best of the public needs for a text, and how many there are in all."""

    count: int
    best: Sequence[SuitingNeed]


@dataclass(frozen=True)
class ProposedTechnology:
    """`words`: those of the text that led to it."""

    technology: Technology
    is_ticked: bool
    words: Sequence[str]


@dataclass(frozen=True)
class Proposals:
    """What the text offers for the profile; each is taken by one click or left."""

    technologies: Sequence[ProposedTechnology] = ()
    headlines: Sequence[str] = ()
    figures: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.technologies or self.headlines or self.figures)


def needs_for_text(text: str) -> SuitingNeeds:
    """Public needs in the two top bands; none for a text that names no thing."""
    corpus = current_corpus()
    if not names_something(SideTexts.of_pasted(text), corpus):
        return SuitingNeeds(0, ())
    public = Need.objects.visible_to(AnonymousUser()).open()
    facts, features = engine.StartupFacts(id=0), read_problem(text, corpus)
    [found] = fits([facts], [features], set(public.values_list("pk", flat=True)), corpus)
    bands = {pk: fit.band for pk, fit in found.items() if fit.band >= engine.Band.WORTH_A_LOOK}
    best = sorted(bands, key=lambda pk: -bands[pk])[:SHOWN]
    rows = public.with_card().prefetch_related("kpis").in_bulk(best)
    return SuitingNeeds(
        len(bands), [SuitingNeed(rows[pk], int(bands[pk]), str(Band(bands[pk]).label)) for pk in best if pk in rows]
    )


def propose(text: str) -> Proposals:
    """Technologies, headlines and sentences with figures, best first; nothing for a text that names no thing."""
    corpus = current_corpus()
    if not names_something(SideTexts.of_pasted(text), corpus):
        return Proposals()
    sentences = read(text, corpus.bridge)
    return Proposals(propose_technologies(text, corpus), _headlines(sentences), _figures(sentences))


def propose_technologies(text: str, corpus: Corpus) -> list[ProposedTechnology]:
    """What the engine itself infers from the text, as it would for a profile that names no technology."""
    inferred = infer_technologies(text, corpus)
    rows = Technology.objects.current().in_bulk([found.code for found in inferred])
    return [
        ProposedTechnology(rows[found.code], found.is_sure, found.words) for found in inferred if found.code in rows
    ]


def _headlines(sentences: Sequence[Sentence]) -> list[str]:
    """Sentences of a headline's length, in the order of the text: a site says first what it is."""
    fit = (_line(sentence) for sentence in sentences if not CHANGE.search(sentence.text))
    return list(dict.fromkeys(line for line in fit if len(line) in _length_of(line)))[:MOST_HEADLINES]


def _length_of(line: str) -> range:
    """A Chinese headline has fewer signs."""
    return range(6, 81) if re.search(r"[\u4e00-\u9fff]", line) else HEADLINE_LENGTH


def _figures(sentences: Sequence[Sentence]) -> list[str]:
    lines = (_line(sentence) for sentence in sentences if sentence.has_figure and CHANGE.search(sentence.text))
    return list(dict.fromkeys(lines))[:MOST_FIGURES]


def _line(sentence: Sentence) -> str:
    return " ".join(sentence.text.split()).rstrip("。.;； ")
