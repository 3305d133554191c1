"""The site's encoder with a memory on disk: the tests and the sites they start read the same texts again and again."""

import hashlib
import os
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from language import encoder
from language.encoder import MiniLM, Vectors

# A file for each state of the encoder's code, which names the model by its hash: what is stale is never read.
STATE = hashlib.sha256(Path(encoder.__file__).read_bytes()).hexdigest()[:12]

PIECE = 64


class RememberingMiniLM(MiniLM):
    """MiniLM, asked once for each text. What stands beside a text in a batch does not change its vector."""

    def __init__(self) -> None:
        super().__init__()
        self._file = Path(os.environ["TESTS_VECTORS"]) / f"{STATE}.sqlite3"
        self._known: dict[bytes, np.ndarray] = {}
        self._file.parent.mkdir(parents=True, exist_ok=True)

    def embed(self, texts: Sequence[str]) -> Vectors:
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        if new := self._unknown(dict(zip(keys, texts, strict=True))):
            with closing(sqlite3.connect(self._file, timeout=60)) as memory:
                memory.execute("PRAGMA journal_mode = WAL")
                memory.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
                self._recall(memory, new)
                for piece in _pieces(self._unknown(new)):
                    self._learn(memory, piece)
        return np.array([self._known[key] for key in keys], np.float32).reshape(-1, self.dimension)

    def _unknown(self, texts: dict[bytes, str]) -> dict[bytes, str]:
        return {key: text for key, text in texts.items() if key not in self._known}

    def _recall(self, memory: sqlite3.Connection, wanted: dict[bytes, str]) -> None:
        for key in wanted:
            if row := memory.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone():
                self._known[key] = np.frombuffer(row[0], np.float32)

    def _learn(self, memory: sqlite3.Connection, piece: dict[bytes, str]) -> None:
        # Another process may have come by meanwhile.
        self._recall(memory, piece)
        if new := self._unknown(piece):
            learnt = dict(zip(new, super().embed(list(new.values())), strict=True))
            with memory:
                memory.executemany(
                    "INSERT OR IGNORE INTO vectors VALUES (?, ?)",
                    [(key, vector.tobytes()) for key, vector in learnt.items()],
                )
            self._known |= learnt


def _pieces(texts: dict[bytes, str]) -> list[dict[bytes, str]]:
    """Texts about as long as each other together, the pieces in an order of this process's own.

    So two sites that start at once do not read the same texts at the same time, but each a half of them.
    """
    keys = sorted(texts, key=lambda key: len(texts[key]))
    pieces = [{key: texts[key] for key in keys[start : start + PIECE]} for start in range(0, len(keys), PIECE)]
    random.Random().shuffle(pieces)
    return pieces
