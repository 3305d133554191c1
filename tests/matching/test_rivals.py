"""The other ways to search find the same, and say what was measured and what reckoned."""

import os
import sys

import numpy as np
import pytest

from matching.measuring.rivals import (
    RIVALS,
    Answer,
    MissingLibraryError,
    Question,
    compare,
    comparing,
    kernels,
    libraries,
)
from matching.measuring.rivals.comparing import recall
from matching.measuring.rivals.kernels import numpy_kernel
from matching.measuring.rivals.loops import matvec

LIBRARIES = {"FAISS flat": "faiss", "scikit-learn brute force": "sklearn.neighbors"}
K = 5


@pytest.fixture
def question() -> Question:
    rng = np.random.default_rng(0)
    needs, startups = (rng.standard_normal((rows, 24), np.float32) for rows in (12, 300))
    return Question(needs, startups, K)


@pytest.fixture
def ours(question):
    return np.argsort(-(question.needs @ question.startups.T), axis=1)[:, :K]


@pytest.mark.django_db
@pytest.mark.parametrize("rival", RIVALS)
def test_every_rival_finds_the_same(question, ours, rival):
    if rival in LIBRARIES:
        pytest.importorskip(LIBRARIES[rival], reason="requirements-bench.txt is for `make bench`")
    result = compare(rival, question, ours)
    assert (result.rival, result.recall, result.needs, result.startups) == (rival, 1.0, 12, 300)
    assert not result.is_reckoned


@pytest.mark.parametrize("rival", LIBRARIES)
def test_a_library_that_is_not_there_is_named(monkeypatch, question, ours, rival):
    monkeypatch.setitem(sys.modules, LIBRARIES[rival], None)
    with pytest.raises(
        MissingLibraryError, match=f"{LIBRARIES[rival][:5]}.* is not installed: .*requirements-bench.txt"
    ):
        compare(rival, question, ours)


def test_a_slow_rival_answers_some_needs_and_the_rest_is_reckoned(question, ours):
    hurried = Question(question.needs, question.startups, K, seconds=0)
    assert len(matvec(hurried).found) == 1
    result = compare("matrix-vector loop", hurried, ours)
    assert (result.needs, result.recall, result.is_reckoned) == (1, 1.0, True)


def test_a_part_of_the_startups_is_reckoned_up_without_a_recall(monkeypatch, question, ours):
    answer = Answer(ours[:3], seconds=2.0, share=0.1)
    monkeypatch.setattr(comparing, "RIVALS", {"slow": lambda asked: answer})
    result = compare("slow", question, ours)
    assert (result.seconds, result.recall, result.needs, result.startups) == (pytest.approx(80), None, 3, 30)


def test_recall_counts_ties_and_no_row_twice():
    startups = np.array([[3.0], [2.0], [2.0], [1.0]], np.float32)
    question = Question(np.ones((1, 1), np.float32), startups, k=2)
    best = np.array([[0, 1]])
    assert recall(question, best, np.array([[0, 2]])) == 1.0
    assert recall(question, best, np.array([[0, 3]])) == 0.5
    assert recall(question, best, np.array([[0, 0]])) == 0.5


def test_kernels_name_the_blas_of_numpy():
    assert kernels()["numpy"].startswith("openblas ")


def test_faiss_is_told_the_kernel_of_numpy(monkeypatch):
    """Set by monkeypatch first, so that it undoes what is set here."""
    monkeypatch.setenv("OPENBLAS_CORETYPE", "")
    monkeypatch.delenv("OPENBLAS_CORETYPE")
    monkeypatch.delitem(sys.modules, "faiss", raising=False)
    monkeypatch.setattr(libraries, "library", lambda name: os.environ["OPENBLAS_CORETYPE"])
    assert libraries._faiss() == numpy_kernel() == kernels()["numpy"].split()[-1]
