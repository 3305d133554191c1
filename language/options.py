"""What an installation may set for this package, read from the environment once and checked."""

import os
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

DEFAULT_ENCODER = "language.encoder.MiniLM"
_PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Options:
    """``encoder`` and ``translator`` are dotted paths; an empty translator means none."""

    encoder: str = DEFAULT_ENCODER
    encoder_threads: int = 1
    translator: str = ""
    cache: Path = _PROJECT / ".data" / "language"


@lru_cache(maxsize=1)
def from_environment() -> Options:
    """The options set by ENCODER, ENCODER_THREADS, TRANSLATOR and LANGUAGE_CACHE.

    Raises ValueError with a sentence that names the variable when one cannot be used.
    """
    threads = os.environ.get("ENCODER_THREADS") or "1"
    if not threads.isdecimal() or int(threads) < 1:
        raise ValueError(f"ENCODER_THREADS is {threads!r}; it may be a whole number from 1.")
    return Options(
        encoder=os.environ.get("ENCODER") or DEFAULT_ENCODER,
        encoder_threads=int(threads),
        translator=os.environ.get("TRANSLATOR", ""),
        cache=Path(os.environ.get("LANGUAGE_CACHE") or Options.cache),
    )


def load_dotted(name: str, dotted: str) -> Any:
    """The object at ``dotted``; ValueError names the option ``name`` when there is none."""
    module, _, attribute = dotted.rpartition(".")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(
            f"{name} is {dotted!r}, which cannot be imported ({error}); it may hold a dotted path to a callable."
        ) from error


def translator() -> Any | None:
    """The callable that TRANSLATOR names, None when it is unset."""
    dotted = from_environment().translator
    return load_dotted("TRANSLATOR", dotted) if dotted else None
