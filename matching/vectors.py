"""Embeddings kept by object, encoder and hash of the text: only changed text is embedded again."""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import compress

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from language.encoder import Encoder
from matching.copying import copy_in, copy_out
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
        batch = {key: texts[key] for key in keys[start : start + BATCH]}
        write_vectors(subject, batch, mean_vectors(list(batch.values()), encoder), encoder.name)
    return len(keys)


def stored_vectors(subject: str, texts: Mapping[str, Sequence[str]], encoder: Encoder) -> dict[str, Vector]:
    """Key -> (d,) vector of every text; embeds what is missing first."""
    return dict(zip(texts, vector_matrix(subject, texts, encoder), strict=True))


def vector_matrix(subject: str, texts: Mapping[str, Sequence[str]], encoder: Encoder) -> Vector:
    """(n, d) rows in the order of `texts`; embeds what is missing or was made of other text first."""
    matrix, is_found = read_vectors(subject, texts, encoder)
    if not is_found.all():
        embed_missing(subject, {key: texts[key] for key in compress(texts, ~is_found)}, encoder)
        matrix, _ = read_vectors(subject, texts, encoder)
    return matrix


def read_vectors(
    subject: str, texts: Mapping[str, Sequence[str]], encoder: Encoder
) -> tuple[Vector, NDArray[np.bool_]]:
    """(n, d) rows in the order of `texts`, and (n,) whether one is stored that was made of just this text; else zeros.

    The database joins and counts, so that every row has the same width: its place among `texts`, and the vector as
    pgvector sends it (number of dimensions, two bytes unused, single floats).
    """
    matrix, is_found = np.zeros((len(texts), encoder.dimension), np.float32), np.zeros(len(texts), np.bool_)
    if not texts:
        return matrix, is_found
    parameters = {
        "subject": subject,
        "model": encoder.name,
        "keys": list(texts),
        "hashes": [text_hash(own) for own in texts.values()],
    }
    vector = np.dtype([("dimension", ">i2"), ("unused", ">i2"), ("values", ">f4", encoder.dimension)])
    rows = copy_out(_STORED, parameters, {"place": ">i8", "vector": vector})
    places = rows["place"] - 1
    matrix[places], is_found[places] = rows["vector"]["values"], True
    return matrix, is_found


_STORED = """
SELECT wanted.place, stored.vector
FROM unnest(%(keys)s::text[], %(hashes)s::text[]) WITH ORDINALITY AS wanted (key, text_hash, place)
JOIN matching_textvector stored USING (key, text_hash)
WHERE stored.subject = %(subject)s AND stored.model = %(model)s
"""


@transaction.atomic
def write_vectors(subject: str, texts: Mapping[str, Sequence[str]], vectors: Vector, model: str) -> None:
    """Store the (n, d) rows of `vectors` as those of `texts`, over older ones: one, or a hundred thousand."""
    with connection.cursor() as cursor:
        cursor.execute(_CREATE_STAGING)
        keys = np.array([key.encode() for key in texts])
        columns = {
            # Filled up with spaces, because every row of a copy has the same width here.
            "key": np.char.ljust(keys, keys.itemsize),
            "text_hash": np.array([text_hash(own).encode() for own in texts.values()]),
            "vector": vectors,
        }
        copy_in("pg_temp.matching_vectors", columns, len(texts))
        cursor.execute(_UPSERT, {"subject": subject, "model": model})


_CREATE_STAGING = """
DROP TABLE IF EXISTS pg_temp.matching_vectors;
CREATE TEMPORARY TABLE matching_vectors (key text, text_hash text, vector real[]) ON COMMIT DROP;
"""
_UPSERT = """
INSERT INTO matching_textvector (subject, key, model, text_hash, vector)
SELECT %(subject)s, rtrim(key), %(model)s, text_hash, vector::vector FROM pg_temp.matching_vectors
ON CONFLICT (subject, key, model) DO UPDATE SET text_hash = EXCLUDED.text_hash, vector = EXCLUDED.vector
"""


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
