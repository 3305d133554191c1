"""Blocks of listings out of a random generator: numpy only, all rows of a block at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import choices
from .choices import Choice, draw_columns
from .listings import Groups, Needs, Places, Startups, Tags
from .texts import Lengths, Writer
from .vectors import Cloud

# Judged profiles: median 19, mean 23; profiles of the site ask for more, and the demo's have 130.
PROFILE = Lengths(median=36, spread=0.55, least=8, most=240)
# A Chinese need becomes 60 to 140 different words once each term has its three glosses; these are written in English.
NEED = Lengths(median=138, spread=0.2, least=100, most=200)
TECHNOLOGIES = Choice(0.0, {1: 25, 2: 40, 3: 25, 4: 6, 5: 4})
SAME_SECTOR = 0.65
TOPICS = Choice(0.0, {1: 70, 2: 22, 3: 8})
MAIN = 2.0  # the first technology or topic counts as much in the text's meaning as two others


@dataclass(frozen=True, eq=False)
class Odds:
    """Running sums of shares of technologies, topics and cities; and the sector and domain of each tag."""

    technologies: NDArray[np.float64]
    topics: NDArray[np.float64]
    cities: NDArray[np.float64]
    sectors: Places


@dataclass(frozen=True, eq=False)
class Drawing:
    """Everything that does not change from block to block."""

    odds: Odds
    writer: Writer
    cloud: Cloud

    def startups(self, rng: np.random.Generator, first: int, n: int) -> Startups:
        tags = self._technologies(rng, n)
        return Startups(
            first=first,
            columns=draw_columns(rng, n, choices.STARTUP),
            tags=tags,
            deployments=_groups(rng, n, choices.DEPLOYMENTS, choices.DEPLOYMENT),
            certificates=_groups(rng, n, choices.CERTIFICATES, choices.CERTIFICATE),
            refused_topics=_tags(rng, n, choices.EXCLUSIONS, self.odds.topics),
            refused_cities=_tags(rng, n, choices.EXCLUSIONS, self.odds.cities),
            texts=self.writer.draw(rng, *tags, PROFILE),
            vectors=self._vectors(rng, tags),
        )

    def needs(self, rng: np.random.Generator, first: int, n: int) -> Needs:
        tags = _tags(rng, n, TOPICS, self.odds.topics)
        as_entries = Tags(tags.places + len(self.odds.technologies), tags.counts)
        return Needs(
            first=first,
            columns=draw_columns(rng, n, choices.NEED),
            tags=tags,
            cities=_pick(rng, n, self.odds.cities),
            requirements=_groups(rng, n, choices.REQUIREMENTS, choices.REQUIREMENT),
            refused=_tags(rng, n, choices.EXCLUSIONS, self.odds.technologies),
            texts=self.writer.draw(rng, *as_entries, NEED),
            vectors=self._vectors(rng, as_entries),
        )

    def _technologies(self, rng: np.random.Generator, n: int) -> Tags:
        """The first by popularity, most others of its sector."""
        tags = _tags(rng, n, TECHNOLOGIES, self.odds.technologies)
        sector = self.odds.sectors[tags.places[:, :1]]
        begin = np.searchsorted(self.odds.sectors, sector)
        end = np.searchsorted(self.odds.sectors, sector, side="right")
        neighbours = begin + (rng.random(tags.places.shape) * (end - begin)).astype(np.int64)
        moved = rng.random(tags.places.shape) < SAME_SECTOR
        moved[:, 0] = False
        return Tags(np.where(moved, neighbours, tags.places), tags.counts)

    def _vectors(self, rng: np.random.Generator, tags: Tags) -> NDArray[np.float32]:
        n, most = tags.places.shape
        weights = np.zeros((n, len(self.cloud.entries)), np.float32)
        for place in range(most - 1, -1, -1):  # the main one last, as a tag may stand twice
            rows = np.flatnonzero(tags.counts > place)
            weights[rows, tags.places[rows, place]] = MAIN if place == 0 else 1.0
        return self.cloud.draw(rng, weights, tags.places[:, 0])


def _groups(rng: np.random.Generator, n: int, counts: Choice, of: dict[str, Choice]) -> Groups:
    starts = np.concatenate([[0], np.cumsum(counts.draw(rng, n).astype(np.int64))])
    return Groups(starts, draw_columns(rng, int(starts[-1]), of))


def _tags(rng: np.random.Generator, n: int, counts: Choice, steps: NDArray[np.float64]) -> Tags:
    most = max(int(count) for count in counts.frequencies)  # type: ignore[call-overload]  # its keys are numbers
    drawn = counts.draw(rng, n).astype(np.int64)
    return Tags(_pick(rng, (n, most), steps), drawn)


def _pick(rng: np.random.Generator, shape: int | tuple[int, int], steps: NDArray[np.float64]) -> Places:
    return np.minimum(np.searchsorted(steps, rng.random(shape)), len(steps) - 1)
