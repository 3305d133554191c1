"""Which BLAS each library brought, and the kernel it chose for this processor: times compare only where they agree."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .optional import library


def kernels() -> dict[str, str]:
    """Library -> BLAS, version and kernel, of the libraries loaded by now."""
    return {
        _owner(pool): f"{pool['internal_api']} {pool['version']} {pool.get('architecture', 'unknown')}"
        for pool in _blas()
    }


def numpy_kernel() -> str | None:
    """As OPENBLAS_CORETYPE names it; None for another BLAS."""
    own = (pool for pool in _blas() if _owner(pool) == "numpy" and pool["internal_api"] == "openblas")
    return next((pool["architecture"] for pool in own), None)


def _blas() -> Iterator[dict[str, Any]]:
    return (pool for pool in library("threadpoolctl").threadpool_info() if pool["user_api"] == "blas")


def _owner(pool: dict[str, Any]) -> str:
    """numpy, of .../numpy.libs/libscipy_openblas64_-56d6093b.so."""
    return Path(pool["filepath"]).parent.name.partition(".")[0]
