"""Where something was measured: a figure without it says nothing."""

import os
import platform
import resource
import sys
from pathlib import Path

import numpy as np

from matching.measuring.rivals import MissingLibraryError, kernels


def kernel() -> str:
    """The BLAS of numpy with the kernel it chose; without threadpoolctl only what it was built with."""
    try:
        return kernels()["numpy"]
    except MissingLibraryError:
        blas = np.show_config("dicts")["Build Dependencies"]["blas"]
        return f"{blas['name']} {blas['version']} (threadpoolctl, which tells the kernel, is not installed)"


def peak_mb() -> int:
    """The most memory that this process has held, in MB of a million bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak * (1 if sys.platform == "darwin" else 1024) / 1e6)


def processor() -> str:
    """Model and cores, as far as the system tells."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.processor() or platform.machine()}, {os.cpu_count()} cores"
