"""A table as a folder of arrays that every process of a machine maps into memory and none holds twice."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .tables import RAGGED, NeedTable, StartupTable, Table

_PLACES = {"blocks", "maps"}  # names of slices
_SCALARS = "scalars.json"


def save_table(table: NeedTable | StartupTable, folder: Path) -> None:
    """Write ``table`` into ``folder``, which must be there and empty."""
    scalars: dict[str, Any] = {}
    for field in fields(table):
        value = getattr(table, field.name)
        if field.name in RAGGED:
            for name, array in vars(value).items():
                if isinstance(array, np.ndarray):
                    np.save(folder / f"{field.name}.{name}.npy", array)
        elif isinstance(value, np.ndarray):
            np.save(folder / f"{field.name}.npy", value)
        else:
            scalars[field.name] = (
                {name: [place.start, place.stop] for name, place in value.items()} if field.name in _PLACES else value
            )
    (folder / _SCALARS).write_text(json.dumps(scalars), encoding="utf-8")


def load_table(kind: type[Table], folder: Path) -> Table:
    """What ``save_table`` wrote, read when it is touched. FileNotFoundError where a file of it is missing."""
    values = json.loads((folder / _SCALARS).read_text(encoding="utf-8"))
    for field in fields(kind):
        if field.name in RAGGED:
            parts = fields(RAGGED[field.name])
            arrays = {part.name: _mapped(folder / f"{field.name}.{part.name}.npy") for part in parts}
            values[field.name] = RAGGED[field.name](**arrays)
        elif field.name in _PLACES:
            values[field.name] = {name: slice(*place) for name, place in values[field.name].items()}
        elif field.name not in values:
            values[field.name] = _mapped(folder / f"{field.name}.npy")
    return kind(**values)


def _mapped(file: Path) -> NDArray[Any]:
    """Writable, so that a process may mark its own rows; what it writes stays its own."""
    # An empty array cannot be mapped.
    return np.asarray(np.load(file, mmap_mode="c")) if file.stat().st_size > _EMPTY else np.load(file)


_EMPTY = 128  # bytes of a file's head
