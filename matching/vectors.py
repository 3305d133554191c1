"""Embeddings kept by object, encoder and hash of the text: only changed text is embedded again."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from language.encoder import Encoder
from matching.models import TextVector

Vector = NDArray[np.float32]

# A batch is embedded and stored at once, so that an interrupted task loses at most this much.
BATCH = 64


def text_hash(texts: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


def missing(subject: str, texts: Mapping[str, Sequence[str]], encoder: Encoder) -> list[str]:
    """Keys whose stored vector is absent or was made of other text."""
    stored = dict(
        TextVector.objects.filter(subject=subject, model=encoder.name, key__in=texts).values_list("key", "text_hash")
    )
    return [key for key, own in texts.items() if stored.get(key) != text_hash(own)]


def embed_missing(subject: str, texts: Mapping[str, Sequence[str]], encoder: Encoder) -> int:
    """Embed and store what is missing of `texts` (key -> the texts whose mean is its vector); returns how many."""
    keys = missing(subject, texts, encoder)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        TextVector.objects.bulk_create(
            [
                TextVector(
                    subject=subject,
                    key=key,
                    model=encoder.name,
                    text_hash=text_hash(texts[key]),
                    vector=vector.tolist(),
                )
                for key, vector in zip(batch, mean_vectors([texts[key] for key in batch], encoder), strict=True)
            ],
            update_conflicts=True,
            unique_fields=["subject", "key", "model"],
            update_fields=["text_hash", "vector"],
        )
    return len(keys)


def stored_vectors(subject: str, texts: Mapping[str, Sequence[str]], encoder: Encoder) -> dict[str, Vector]:
    """Key -> (d,) vector of every text; embeds what is missing first."""
    embed_missing(subject, texts, encoder)
    rows = TextVector.objects.filter(subject=subject, model=encoder.name, key__in=texts).values_list("key", "vector")
    return {key: np.asarray(vector, np.float32) for key, vector in rows}


def mean_vectors(texts: Sequence[Sequence[str]], encoder: Encoder) -> Vector:
    """(n, d) unit rows: the direction of the mean of each object's texts; zeros for an object without text."""
    flat = [text for own in texts for text in own if text.strip()]
    embedded = encoder.embed(flat) if flat else np.empty((0, encoder.dimension), np.float32)
    means, at = np.zeros((len(texts), encoder.dimension), np.float32), 0
    for row, own in enumerate(texts):
        count = sum(bool(text.strip()) for text in own)
        if count:
            mean = embedded[at : at + count].mean(axis=0)
            means[row] = mean / np.linalg.norm(mean)
        at += count
    return means
