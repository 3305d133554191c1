"""Libraries made for this search: FAISS and scikit-learn."""

import logging
import os
import sys
import time
from typing import Any

import numpy as np

from .kernels import numpy_kernel
from .optional import library
from .question import Answer, Floats, Question, on_threads


def faiss_flat(question: Question) -> Answer:
    """FAISS's exact index for inner products, all needs in one call."""
    faiss = _faiss()
    faiss.omp_set_num_threads(question.threads)
    index = faiss.IndexFlatIP(question.startups.shape[1])
    index.add(question.startups)
    with on_threads(question.threads):
        index.search(question.needs[:64], question.k)
        started = time.perf_counter()
        _scores, found = index.search(question.needs, question.k)
        return Answer(found, time.perf_counter() - started)


def _faiss() -> Any:
    """FAISS on the kernel of numpy's BLAS.

    Its own OpenBLAS is some years old, knows no newer processor and falls back to SSE2: three times slower, which would
    be no fair comparison. It reads this variable when it is loaded.
    """
    logging.getLogger("faiss.loader").setLevel(logging.WARNING)
    if "faiss" not in sys.modules and (kernel := numpy_kernel()):
        os.environ.setdefault("OPENBLAS_CORETYPE", kernel)
    return library("faiss")


def sklearn_brute(question: Question) -> Answer:
    """scikit-learn's brute force, batch after batch.

    It knows no inner product. One more column makes all startups equally long; then the nearest are those with the
    greatest inner product (Bachrach et al., 2014).
    """
    neighbors = library("sklearn.neighbors")
    lengths = np.einsum("ij,ij->i", question.startups, question.startups)
    missing = np.sqrt(np.maximum(lengths.max() - lengths, 0))
    index = neighbors.NearestNeighbors(n_neighbors=question.k, algorithm="brute", n_jobs=question.threads)
    index.fit(np.column_stack([question.startups, missing]))
    needs = np.column_stack([question.needs, np.zeros(len(question.needs), np.float32)])
    with on_threads(question.threads):
        return _in_batches(index, needs, question.seconds)


# scikit-learn works in pieces of 256 rows; less in a call would leave its threads idle.
_BATCH = 1_024


def _in_batches(index: Any, needs: Floats, seconds: float) -> Answer:
    index.kneighbors(needs[:64], return_distance=False)
    found, started = [], time.perf_counter()
    for first in range(0, len(needs), _BATCH):
        found.append(index.kneighbors(needs[first : first + _BATCH], return_distance=False))
        if time.perf_counter() - started > seconds:
            break
    return Answer(np.vstack(found), time.perf_counter() - started)
