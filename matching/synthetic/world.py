"""All startups and needs of one seed, as far as anybody asks for them."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar, overload

import numpy as np

from cities.reference import read_files
from language.bridge import Bridge
from language.encoder import get_encoder
from matching import engine
from matching.vocabulary import embedded_vocabulary
from taxonomy.plain import PlainTaxonomy
from taxonomy.reference import read_taxonomy

from . import facts
from .choices import popularity
from .drawing import Drawing, Odds
from .listings import Needs, Startups
from .names import company_name
from .pieces import make_pieces
from .texts import make_writer
from .vectors import make_cloud

# Drawn together, whatever is asked for: so the first thousand of a hundred thousand are those of a thousand.
BLOCK = 1_000
# From which dates are counted where nobody names a day: the same seed gives the same listings on any day.
DAY = date(2026, 1, 1)
# Streams of random numbers of one seed.
_WORLD, _STARTUPS, _NEEDS = range(3)

T = TypeVar("T")
BlockT = TypeVar("BlockT", Startups, Needs)


class Rows(Sequence[T], Generic[T]):
    """Values made when they are asked for; none is kept."""

    def __init__(self, n: int, make: Callable[[int], T]) -> None:
        self._n, self._make = n, make

    def __len__(self) -> int:
        return self._n

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self._make(row) for row in range(*index.indices(self._n))]
        return self._make(range(self._n)[index])


class Population(NamedTuple, Generic[T]):
    """Facts and texts of the same listings in the same order: what `engine.build_startups` and `build_needs` take."""

    facts: Sequence[T]
    texts: Sequence[engine.TextFeatures]


class SyntheticWorld:
    """``vocabulary`` is that of ``taxonomy`` and decides the length of vectors; both are read from the reference files,
    and the encoder embeds the vocabulary (seconds), where they are not given."""

    def __init__(
        self,
        seed: int,
        taxonomy: PlainTaxonomy | None = None,
        vocabulary: engine.Vocabulary | None = None,
        day: date = DAY,
    ) -> None:
        self.seed, self.day = seed, day
        self.taxonomy = taxonomy or read_taxonomy()
        self.vocabulary = vocabulary or embedded_vocabulary(self.taxonomy, get_encoder())
        self.pieces = make_pieces(self.taxonomy)
        bands = {band.code for band in self.taxonomy.code_lists["population_band"]}
        self.cities = tuple(
            facts.Place(city["gb_code"], city.get("population_band"))
            for city in read_files(bands).cities
            if not city.get("retired")
        )
        self._bridge = Bridge()

    @property
    def _lists(self) -> facts.Lists:
        return facts.Lists(self.vocabulary.technologies, self.vocabulary.topics, self.cities, self.day)

    def startups(self, n: int) -> Population[engine.StartupFacts]:
        """The first ``n``; ids count from 1. 100,000 of them in this form: 10 s, 250 MB."""
        blocks = [self.startup_block(number) for number in range(_blocks(n))]
        return Population(
            Rows(n, lambda row: facts.startup(blocks[row // BLOCK], row % BLOCK, self._lists)),
            Rows(n, lambda row: self._features(blocks[row // BLOCK], row % BLOCK, self.name_words(row))),
        )

    def needs(self, n: int) -> Population[engine.NeedFacts]:
        """The first ``n``; ids count from 1."""
        blocks = [self.need_block(number) for number in range(_blocks(n))]
        return Population(
            Rows(n, lambda row: facts.need(blocks[row // BLOCK], row % BLOCK, self._lists)),
            Rows(n, lambda row: self._features(blocks[row // BLOCK], row % BLOCK, {})),
        )

    def startup_block(self, number: int) -> Startups:
        """Startups number x BLOCK and on."""
        return self._drawing.startups(self._random(_STARTUPS, number), number * BLOCK, BLOCK)

    def need_block(self, number: int) -> Needs:
        """Needs number x BLOCK and on."""
        return self._drawing.needs(self._random(_NEEDS, number), number * BLOCK, BLOCK)

    def name_words(self, number: int) -> dict[str, float]:
        return self._bridge.weighted(company_name(number))

    def _features(self, block: Startups | Needs, row: int, others: dict[str, float]) -> engine.TextFeatures:
        ids = block.piece_ids(row)
        return engine.TextFeatures(
            vector=block.vectors[row],
            words=self.pieces.count_words(ids, others),
            hits=self.pieces.count_hits(ids),
        )

    @cached_property
    def _drawing(self) -> Drawing:
        rng, vocabulary = self._random(_WORLD, 0), self.vocabulary
        sectors = _parents([term.parent for term in self.taxonomy.technologies])
        domains = _parents([term.parent for term in self.taxonomy.topics])
        sizes = np.array([facts.SIZES.get(place.band or "", 1.0) for place in self.cities])
        return Drawing(
            odds=Odds(
                technologies=popularity(rng, sectors),
                topics=popularity(rng, domains),
                cities=np.cumsum(sizes) / sizes.sum(),
                sectors=sectors,
            ),
            writer=make_writer(rng, self.pieces, vocabulary.affinity),
            cloud=make_cloud(rng, vocabulary.technology_vectors, vocabulary.topic_vectors, vocabulary.affinity),
        )

    def _random(self, stream: int, block: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, stream, block])


def _blocks(n: int) -> int:
    return -(-n // BLOCK)


def _parents(codes: list[str]) -> np.ndarray:
    """Each code by its place among the different ones, in order."""
    places = {code: place for place, code in enumerate(dict.fromkeys(codes))}
    return np.array([places[code] for code in codes], np.int64)
