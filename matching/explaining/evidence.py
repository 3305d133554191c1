"""The evidence for one need and one profile: the sentences that meet best, and the pairs of terms, across languages.

Computed when it is shown, from texts and glossaries only; texts once read are kept by their content (``reading.py``).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from cities.models import Kpi
from language.scripts import HAN_RUN
from listings.models import Language
from matching.corpus import Corpus
from matching.explaining.quotes import (
    LONGEST_PHRASE,
    LONGEST_QUOTE,
    Meeting,
    Quote,
    Scale,
    best_meeting,
    closest,
    excerpt,
    glossary_spans,
    most_about,
)
from matching.explaining.reading import Roots, Sentence, rarity, read, root
from matching.explaining.term_pairs import TermPair, spans, term_pairs
from matching.explaining.texts import Passage, SideTexts, languages_of_pairs
from matching.phrases import Meanings
from startups.models import Deployment

__all__ = ["Evidence", "Quote", "TermPair", "answers", "find_evidence"]

_SAME_INDICATOR = 0.5  # share of the shorter indicator's words, by rarity
# Totals, such as bursts a year, depend on how large the place is and compare with nothing elsewhere.
_COMPARABLE_UNITS = """
PERCENT SECOND MINUTE HOUR DAY UG_M3 MG_L NTU DECIBEL CELSIUS KM_H METRE CENTIMETRE MILLIMETRE KWH_M2 KWH_T SCORE TIMES
"""


@dataclass(frozen=True, eq=False)
class Evidence:
    """What shows that a need and a profile meet, for readers of one language; ``passages`` are the profile's.

    ``pairs`` are terms of both texts as they were written first, ``marks`` those of the two quotes. Not ``is_close``:
    the quotes come nearest of all, but may be of different things.
    """

    pairs: tuple[TermPair, ...]
    marks: tuple[TermPair, ...]
    is_close: bool
    need_quote: Quote | None
    startup_quote: Quote | None
    passages: tuple[Passage, ...]
    scale: Scale

    def phrase_about(self, words: Collection[str], taken: Collection[str] = ()) -> str:
        """The profile's own words on ``words`` (stems), other than the phrases ``taken``; "" where it has none."""
        return self._phrase([passage for passage in self.passages if passage.field != "problem"], words, taken)

    def figures(self, words: Collection[str], taken: Collection[str] = ()) -> str:
        """The same of its advantage, as far as that is told in numbers."""
        in_numbers = [row for row in self.passages if row.field == "advantage" and row.sentence.has_figure]
        return self._phrase(in_numbers, words, taken) or self._phrase(in_numbers, _any_of(in_numbers), taken)

    def _phrase(self, passages: Sequence[Passage], words: Collection[str], taken: Collection[str]) -> str:
        wanted = frozenset(map(root, words))
        left = list(passages)
        while found := most_about(left, wanted, self.scale):
            phrase = excerpt(found, wanted, self.scale, LONGEST_PHRASE)
            if phrase not in taken:
                return phrase
            left = [passage for passage in left if passage.sentence is not found]
        return ""


def _any_of(passages: Iterable[Passage]) -> set[str]:
    return {word for passage in passages for word in passage.sentence.weights}


def find_evidence(
    need: SideTexts,
    startup: SideTexts,
    topics: Collection[str],
    technologies: Collection[str],
    corpus: Corpus,
    reader: str,
    meanings: Meanings,
) -> Evidence:
    """``topics`` of the need and ``technologies`` of the profile, declared or inferred; ``reader``: en, zh or he."""
    bridge, terms = corpus.bridge, corpus.vocabulary.terms
    of_topics, of_technologies = (
        frozenset(root(stem) for code in codes for stem in terms[code]) for codes in (topics, technologies)
    )
    scale = Scale(rarity(corpus.snapshot, corpus.vocabulary), of_topics | of_technologies)
    need_language, startup_language = need.language_for(reader), startup.language_for(reader)
    own, asked = startup.passages(startup_language, bridge), need.passages(need_language, bridge)
    meeting = _meeting(asked, own, scale, meanings)
    need_sentence, startup_sentence = (
        (meeting.need, meeting.startup)
        if meeting
        else (
            most_about(asked, of_topics, scale) or _first(asked),
            most_about(own, of_technologies, scale) or _first(own),
        )
    )
    shared = _shared_roots(need_sentence, startup_sentence)
    return Evidence(
        pairs=_pairs(need, startup, scale, corpus, reader),
        marks=term_pairs(spans((need_sentence,)), spans((startup_sentence,)), scale.rarity, scale.focus)
        if need_sentence and startup_sentence
        else (),
        is_close=meeting is not None and meeting.is_close,
        need_quote=_quote(need_sentence, need_language, shared, scale, reader, of_need=True),
        startup_quote=_quote(startup_sentence, startup_language, shared, scale, reader, of_need=False),
        passages=own,
        scale=scale,
    )


def _meeting(asked: Sequence[Passage], own: Sequence[Passage], scale: Scale, meanings: Meanings) -> Meeting | None:
    vectors = meanings.of(asked), meanings.of(own)
    if vectors[0] is None or vectors[1] is None:
        return best_meeting(asked, own, scale)
    return closest(asked, own, (vectors[0], vectors[1]), scale)


def answers(kpi: Kpi, deployment: Deployment, corpus: Corpus) -> bool:
    """Whether the deployment moved what the KPI counts, in the wanted direction: the best proof there is."""
    figures = (kpi.baseline, kpi.target, deployment.before, deployment.after)
    if kpi.unit not in _COMPARABLE_UNITS.split() or kpi.unit != deployment.unit or None in figures:
        return False
    baseline, target, before, after = (float(figure) for figure in figures if figure is not None)
    if (target - baseline) * (after - before) <= 0:
        return False
    return _same_indicator(
        kpi.indicator_en or kpi.indicator_zh, deployment.indicator_en or deployment.indicator_zh, corpus
    )


def _same_indicator(left: str, right: str, corpus: Corpus) -> bool:
    known = rarity(corpus.snapshot, corpus.vocabulary)
    words = [
        {word for sentence in read(text, corpus.bridge) for word, weight in sentence.weights.items() if weight == 1}
        for text in (left, right)
    ]
    shared, shorter = words[0] & words[1], min(words, key=lambda own: sum(map(known, own)))
    if not any(map(known.is_telling, shared)):
        return False
    return sum(map(known, shared)) >= _SAME_INDICATOR * sum(map(known, shorter))


def _first(passages: Sequence[Passage]) -> Sentence | None:
    return passages[0].sentence if passages else None


def _shared_roots(need: Sentence | None, startup: Sentence | None) -> Roots:
    return frozenset(need.weights.keys() & startup.weights.keys()) if need and startup else frozenset()


def _quote(
    sentence: Sentence | None, language: str, shared: Roots, scale: Scale, reader: str, *, of_need: bool
) -> Quote | None:
    """None without a sentence, and on Chinese pages where no term of a foreign one can be told in Chinese."""
    if sentence is None:
        return None
    text = excerpt(sentence, shared, scale, LONGEST_QUOTE)
    if language == reader:
        return Quote(text, language)
    here, there = spans((sentence.at_first_sight,)), glossary_spans(reader)
    sides = (here, there) if of_need else (there, here)
    pairs = tuple(pair for pair in term_pairs(*sides, scale.rarity, scale.focus) if _is_within(pair, text, of_need))
    return Quote(text, language, pairs) if pairs or reader != Language.CHINESE else None


def _is_within(pair: TermPair, text: str, of_need: bool) -> bool:
    return (pair.need if of_need else pair.startup) in text


def _pairs(need: SideTexts, startup: SideTexts, scale: Scale, corpus: Corpus, reader: str) -> tuple[TermPair, ...]:
    """Between the texts written first; where no term of these meets, between what there is in other languages."""
    for need_language, startup_language in languages_of_pairs(need, startup, reader):
        found = term_pairs(
            spans(tuple(passage.sentence for passage in need.passages(need_language, corpus.bridge))),
            spans(tuple(passage.sentence for passage in startup.passages(startup_language, corpus.bridge))),
            scale.rarity,
            scale.focus,
        )
        if reader == Language.CHINESE:
            found = tuple(pair for pair in found if HAN_RUN.search(pair.need + pair.startup))
        if found:
            return found
    return ()
