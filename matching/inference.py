"""From a text in Chinese, English or Hebrew to topics and technologies: how surely, and by which of its words.

The distributions are the engine's own, those it ranks by where nothing is declared; forms propose by the same function.
Nothing of the text is stored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from language.subject import subject
from language.words import contains_keyword, words
from matching import engine
from matching.corpus import Corpus
from matching.gather import read_problem

# How many words are named for each.
MOST_WORDS = 3
# Of the whole distribution: what one needs to be offered at all, and to be taken for granted.
OFFERED, SURE = 0.04, 0.12
# A second one needs this share of the first one's confidence to be taken for granted beside it.
OF_BEST = 0.45
# A length names nothing, though its stem is that of a device that measures.
_LENGTH = re.compile(r"(?:milli|centi|kilo)?metres?|[一两几\d]*(?:毫|厘|公)?[米里]", re.IGNORECASE)


@dataclass(frozen=True)
class Inferred:
    """``confidence``: its share (0 to 1) of what the text may be about.

    ``words``: terms of the text, as written, that led to it; none where the text as a whole did.
    ``is_sure``: good enough to stand in a form without a question.
    """

    code: str
    confidence: float
    words: tuple[str, ...]
    is_sure: bool


def infer_topics(text: str, corpus: Corpus, most: int = 6) -> list[Inferred]:
    """The likeliest topics of a problem, best first."""
    view = engine.view_need(engine.NeedFacts(id=0), read_problem(text, corpus), corpus.vocabulary)
    return _inferred(text, dict(zip(corpus.vocabulary.topics, view.topics.tolist(), strict=True)), corpus, most)


def infer_technologies(text: str, corpus: Corpus, most: int = 6) -> list[Inferred]:
    """The likeliest technologies of a product, best first."""
    view = engine.view_startup(engine.StartupFacts(id=0), read_problem(text, corpus), corpus.vocabulary)
    shares = dict(zip(corpus.vocabulary.technologies, view.technologies.tolist(), strict=True))
    return _inferred(text, shares, corpus, most)


def _inferred(text: str, shares: Mapping[str, float], corpus: Corpus, most: int) -> list[Inferred]:
    meanings = _meanings(subject(text), corpus)
    if not any(meanings.values()):
        return []  # digits, signs, a script that nobody reads: the nearest entry would be one by chance
    best = sorted(shares, key=lambda code: -shares[code])[:most]
    least = max(SURE, OF_BEST * shares[best[0]])
    return [
        Inferred(code, shares[code], _words(code, meanings, corpus), shares[code] >= least)
        for code in best
        if shares[code] >= OFFERED
    ]


def _meanings(text: str, corpus: Corpus) -> dict[str, frozenset[str]]:
    """Each term of the text, as written, with the stemmed words of its best English wording."""
    terms = (term for term in corpus.bridge.terms(text) if term.glosses and not _LENGTH.fullmatch(term.source))
    return {term.source: frozenset(words(term.glosses[0])) for term in terms}


def _words(code: str, meanings: Mapping[str, frozenset[str]], corpus: Corpus) -> tuple[str, ...]:
    """Those that hold one of its keywords, then those that share the rarest words with its keywords."""
    own = frozenset(corpus.vocabulary.terms[code])
    idf, column = corpus.snapshot.idf, corpus.snapshot.column

    def strength(source: str) -> float:
        named = any(contains_keyword(source, keyword) for keyword in corpus.keywords[code])
        return 10.0 * named + sum(float(idf[column(word)]) for word in meanings[source] & own)

    strengths = {source: strength(source) for source in meanings}
    return tuple(sorted((s for s in strengths if strengths[s] > 0), key=lambda s: -strengths[s])[:MOST_WORDS])
