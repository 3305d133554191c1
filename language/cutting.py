"""Chinese text cut into words by jieba, whose dictionary is given the words of CC-CEDICT and of our glossaries."""

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import jieba

_LONGEST_DICTIONARY_WORD = 6


class Cutter:
    """Cuts runs of Chinese. ``folder`` keeps the merged word list and jieba's cache of it: 1.6 s once, then 0.6 s.

    jieba's own default is one cache file in the machine's temporary folder, shared by every project on it.
    """

    def __init__(self, dictionary_words: Iterable[str], glossary_words: Iterable[str], folder: Path) -> None:
        jieba.setLogLevel(logging.WARNING)
        folder.mkdir(parents=True, exist_ok=True)
        wanted = sorted({word for word in dictionary_words if 2 <= len(word) <= _LONGEST_DICTIONARY_WORD})
        terms = sorted(set(glossary_words))
        path = folder / f"words-{_digest(wanted, terms)}.txt"
        if not path.exists():
            _write_word_list(path, wanted, terms)
            _drop_older(path)
        self._tokenizer = jieba.Tokenizer(str(path))
        self._tokenizer.tmp_dir = str(folder)
        self._tokenizer.initialize()

    def cut(self, run: str) -> list[str]:
        """The words of ``run``, one after the other: joined they are ``run`` again."""
        return self._tokenizer.lcut(run, HMM=False)


def _digest(wanted: list[str], terms: list[str]) -> str:
    content = "\n".join([jieba.__version__, *wanted, "", *terms])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _write_word_list(path: Path, wanted: list[str], terms: list[str]) -> None:
    """Every word with a frequency at which it wins over its own parts."""
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(path.parent)
    tokenizer.initialize()
    for word in wanted:
        if not tokenizer.FREQ.get(word):
            tokenizer.add_word(word)
    for term in terms:
        tokenizer.add_word(term)
    # Written aside and renamed: several processes may start at once.
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as lines:
        lines.writelines(f"{word} {frequency}\n" for word, frequency in tokenizer.FREQ.items() if frequency)
    Path(name).replace(path)


def _drop_older(path: Path) -> None:
    """Word lists of former glossaries and their caches (15 MB each), once no starting process can want them."""
    an_hour_ago = time.time() - 3600
    for old in [*path.parent.glob("words-*.txt"), *path.parent.glob("jieba.u*.cache")]:
        if old != path and old.stat().st_mtime < an_hour_ago:
            old.unlink(missing_ok=True)
