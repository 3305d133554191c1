"""Corpus statistics in a version: which words there are, how rare each is, how long a profile usually is.

An edit is scored with the stored snapshot; only a full run may make a new one. So both give the same numbers.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .facts import Floats


@dataclass(frozen=True, eq=False)
class Snapshot:
    """``words`` sorted; ``documents`` (V,) how many profiles hold each; ``profiles`` counted; ``average_length``."""

    words: tuple[str, ...]
    documents: NDArray[np.int32]
    profiles: int
    average_length: float

    @cached_property
    def index(self) -> dict[str, int]:
        """Word -> its column."""
        return {word: column for column, word in enumerate(self.words)}

    @cached_property
    def idf(self) -> Floats:
        """(V,) BM25's inverse document frequency, divided by the largest possible of this corpus.

        In 0 to 1 whatever the size of the corpus, so that sums of 120 profiles and of 100,000 are on one scale.
        """
        absent = self.profiles - self.documents
        idf = np.log1p((absent + 0.5) / (self.documents + 0.5))
        return np.asarray(idf / np.log1p((self.profiles - 0.5) / 1.5), np.float32)

    @property
    def commonness(self) -> dict[str, float]:
        """Word -> share of the profiles that hold it: tells the language bridge which gloss is the usual one."""
        return dict(zip(self.words, (self.documents / self.profiles).tolist(), strict=True))

    @cached_property
    def version(self) -> str:
        """Equal for equal statistics, on every machine."""
        digest = hashlib.sha256("\n".join(self.words).encode())
        digest.update(self.documents.astype("<i4").tobytes())
        digest.update(f"{self.profiles} {self.average_length!r}".encode())
        return digest.hexdigest()[:12]

    def save(self, path: Path) -> None:
        """Write to an ``.npz`` file."""
        np.savez_compressed(
            path,
            words=np.array("\n".join(self.words)),
            documents=self.documents,
            profiles=np.array(self.profiles),
            average_length=np.array(self.average_length),
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what ``save`` wrote."""
        with np.load(path) as stored:
            return cls(
                words=tuple(str(stored["words"]).split("\n")),
                documents=stored["documents"],
                profiles=int(stored["profiles"]),
                average_length=float(stored["average_length"]),
            )


def build_snapshot(profiles: Iterable[Mapping[str, float]]) -> Snapshot:
    """Statistics of ``profiles``, each word -> how often it occurs. Raises ValueError when there are none."""
    documents: Counter[str] = Counter()
    count, length = 0, 0.0
    for words in profiles:
        documents.update(words.keys())
        length += sum(words.values())
        count += 1
    if not documents:
        raise ValueError("A snapshot needs at least one profile with words.")
    ordered = tuple(sorted(documents))
    return Snapshot(ordered, np.array([documents[word] for word in ordered], np.int32), count, length / count)
