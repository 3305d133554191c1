"""Libraries of requirements-bench.txt, imported where they are used: the product runs without them."""

from importlib import import_module
from typing import Any


class MissingLibraryError(Exception):
    """A library to compare with is not installed; the message says how to install it."""


def library(name: str) -> Any:
    """The module; raises MissingLibraryError."""
    try:
        return import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        raise MissingLibraryError(
            f"{package} is not installed: python -m pip install --requirement requirements-bench.txt"
        ) from error
