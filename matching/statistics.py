"""Corpus statistics of this site: its profiles over general English, on the scale of its taxonomy."""

from collections.abc import Iterable, Mapping
from itertools import chain

from language.commonness import of_general_english
from matching import engine


def make_snapshot(
    profiles: Iterable[Mapping[str, float]], vocabulary: engine.Vocabulary, glossary: str = ""
) -> engine.Snapshot:
    """Statistics of ``profiles``, each stemmed word -> how often it occurs, for texts read with this glossary."""
    reference = chain.from_iterable(vocabulary.terms.values())
    return engine.build_snapshot(profiles, of_general_english(), reference, glossary)


def shipped_snapshot(vocabulary: engine.Vocabulary) -> engine.Snapshot:
    """What serves until a full run has counted the profiles: general English alone."""
    return make_snapshot((), vocabulary)
