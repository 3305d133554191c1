"""What an automatic check has found: stored as a code with its place and values, put into words when it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """`check` is a code; `path` is the place in the document; `values` fill the sentence."""

    check: str
    path: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
