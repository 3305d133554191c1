"""What every scoring needs besides the pair itself: vocabulary, corpus statistics, language bridge, encoder.

Loaded once per process and version: the first use costs seconds, so web and worker warm up at their start.
"""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from django.db.models import Value
from numpy.typing import NDArray

from language import glossary
from language.bridge import Bridge
from language.encoder import Encoder, get_encoder
from language.glossary import NO_ADDITIONS, Additions
from matching import engine
from matching.learning import sets
from matching.models import Snapshot, TextVector, WeightSet
from matching.statistics import shipped_snapshot
from matching.vectors import stored_vectors
from matching.vocabulary import EntryTexts, build_vocabulary, keywords, technology_texts, topic_texts
from taxonomy.services import vocabulary as read_taxonomy


@dataclass(frozen=True, eq=False)
class Corpus:
    """The versioned inputs of one scoring. Two scorings with equal versions give equal numbers.

    `keywords`: technology or topic code -> its keywords in English and Chinese.
    """

    vocabulary: engine.Vocabulary
    snapshot: engine.Snapshot
    bridge: Bridge
    encoder: Encoder
    keywords: Mapping[str, Sequence[str]]
    weights: engine.Weights

    @property
    def versions(self) -> dict[str, str]:
        return {
            "snapshot": self.snapshot.version,
            "weights": self.weights.version,
            "encoder": self.encoder.name,
            "reference": self.reference,
            "glossaries": f"{glossary.shipped_version()}+{self.bridge.additions.version}",
        }

    @cached_property
    def reference(self) -> str:
        """The version of the taxonomy, as far as a score depends on it."""
        vocabulary = self.vocabulary
        cautions = [(code, sorted(own)) for code, own in sorted(vocabulary.cautions.items())]
        codes = vocabulary.entries, vocabulary.population_bands, vocabulary.certificates
        said = (*codes, sorted(self.keywords.items()), cautions, sorted(vocabulary.capping_cautions))
        digest = hashlib.sha256(repr((*said, sorted(vocabulary.budget_ceilings.items()))).encode())
        digest.update(np.ascontiguousarray(vocabulary.affinity, np.float32).tobytes())
        return digest.hexdigest()[:12]


def current_corpus() -> Corpus:
    """The corpus of the current snapshot and weights, or of the shipped ones where no run has made any current yet."""
    snapshot = Snapshot.objects.filter(is_current=True).values_list(Value("snapshot"), "version")
    weights = sets.usable().filter(is_current=True).values_list(Value("weights"), "version")
    current = dict(snapshot.union(weights))
    return corpus_of(current.get("snapshot"), current.get("weights"))


# Two: a nightly run prepares the next snapshot while edits still use the current one.
@lru_cache(maxsize=2)
def corpus_of(version: str | None, weights_version: str | None = None) -> Corpus:
    """The corpus with the stored snapshot and weights of these versions; None: with the shipped ones."""
    taxonomy, encoder = read_taxonomy(), get_encoder()
    vocabulary = build_vocabulary(
        taxonomy,
        _entry_vectors(TextVector.Subject.TECHNOLOGY, technology_texts(taxonomy), encoder),
        _entry_vectors(TextVector.Subject.TOPIC, topic_texts(taxonomy), encoder),
    )
    snapshot, additions = (shipped_snapshot(vocabulary), NO_ADDITIONS) if version is None else _stored(version)
    weights = engine.CURRENT if weights_version is None else _stored_weights(weights_version)
    bridge = Bridge(snapshot.commonness, additions=additions)
    return Corpus(vocabulary, snapshot, bridge, encoder, keywords(taxonomy), weights)


def _stored(version: str) -> tuple[engine.Snapshot, Additions]:
    row = Snapshot.objects.get(version=version)
    return engine.Snapshot.load(io.BytesIO(row.data)), Additions.of(row.glossary)


def _stored_weights(version: str) -> engine.Weights:
    return sets.weights_of(WeightSet.objects.get(version=version))


def _entry_vectors(subject: str, texts: EntryTexts, encoder: Encoder) -> NDArray[np.float32]:
    vectors = stored_vectors(subject, texts, encoder)
    return np.array([vectors[code] for code in texts], np.float32)


def warm_up() -> None:
    """Load everything that the first scoring of this process would wait for: seconds, once."""
    corpus = current_corpus()
    corpus.bridge.english("供水管网漏损")
    corpus.encoder.embed(["water network leakage"])
