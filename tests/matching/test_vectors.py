"""Stored embeddings: read and written by binary COPY, embedded anew only where the text has changed."""

import numpy as np
import pytest

from language.encoder import get_encoder
from matching.models import TextVector
from matching.vectors import embed_missing, missing, read_vectors, stored_vectors, vector_matrix, write_vectors

pytestmark = pytest.mark.django_db

STARTUP, NEED = TextVector.Subject.STARTUP, TextVector.Subject.NEED
TEXTS = {"7": ("leaks in mains",), "8": ("street lights",), "1234567": ("bus lanes", "trams")}


class Numbers:
    """An encoder whose vectors tell how often it was asked, and for what."""

    name = "numbers"
    dimension = 3

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts):
        self.asked += texts
        return np.array([[len(text), 1, -0.5] for text in texts], np.float32)


def random_vectors(count: int, dimension: int) -> np.ndarray:
    return np.random.default_rng(7).standard_normal((count, dimension)).astype(np.float32)


def test_what_was_written_is_read_to_the_last_bit_in_the_order_asked_for():
    encoder = get_encoder()
    vectors = random_vectors(3, encoder.dimension)
    write_vectors(STARTUP, TEXTS, vectors, encoder.name)
    backwards = dict(reversed(TEXTS.items()))
    matrix, is_found = read_vectors(STARTUP, backwards, encoder)
    assert is_found.all()
    assert (matrix.dtype, matrix.tolist()) == (np.float32, vectors[::-1].tolist())
    [row] = TextVector.objects.filter(key="8")
    assert np.asarray(row.vector, np.float32).tolist() == vectors[1].tolist()
    assert (row.subject, row.model) == (STARTUP, encoder.name)


def test_vectors_of_other_text_of_another_encoder_or_subject_are_not_read():
    encoder = Numbers()
    write_vectors(STARTUP, TEXTS, random_vectors(3, 3), encoder.name)
    matrix, is_found = read_vectors(STARTUP, TEXTS | {"8": ("other text",), "9": ("new",)}, encoder)
    assert is_found.tolist() == [True, False, True, False]
    assert matrix[~is_found].tolist() == [[0, 0, 0], [0, 0, 0]]
    assert not read_vectors(NEED, TEXTS, encoder)[1].any()
    encoder.name = "others"
    assert not read_vectors(STARTUP, TEXTS, encoder)[1].any()


def test_nothing_asked_for_is_nothing_read():
    matrix, is_found = read_vectors(STARTUP, {}, Numbers())
    assert (matrix.shape, is_found.shape) == ((0, 3), (0,))


def test_writing_again_overwrites():
    encoder = Numbers()
    write_vectors(STARTUP, TEXTS, np.zeros((3, 3), np.float32), encoder.name)
    write_vectors(STARTUP, TEXTS, np.ones((3, 3), np.float32), encoder.name)
    assert read_vectors(STARTUP, TEXTS, encoder)[0].tolist() == np.ones((3, 3)).tolist()
    assert TextVector.objects.filter(model="numbers").count() == 3


def test_only_changed_text_is_embedded():
    encoder = Numbers()
    assert embed_missing(STARTUP, TEXTS, encoder) == 3
    encoder.asked.clear()
    changed = TEXTS | {"8": ("street lamps",)}
    assert missing(STARTUP, changed, encoder) == ["8"]
    matrix = vector_matrix(STARTUP, changed, encoder)
    assert encoder.asked == ["street lamps"]
    assert matrix[1] == pytest.approx(np.array([12, 1, -0.5]) / np.linalg.norm([12, 1, -0.5]))
    assert {key: vector.tolist() for key, vector in stored_vectors(STARTUP, changed, encoder).items()} == dict(
        zip(changed, matrix.tolist(), strict=True)
    )


def test_a_vector_of_another_length_is_an_error_and_no_nonsense():
    encoder = Numbers()
    write_vectors(STARTUP, TEXTS, random_vectors(3, 4), encoder.name)
    with pytest.raises(ValueError, match="width"):
        read_vectors(STARTUP, TEXTS, encoder)
