"""Words, sentences and keyword hits, in English, Chinese and Hebrew."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from language.scripts import HAN, HAN_RUN, HEBREW_LETTERS, HEBREW_POINTS, HEBREW_WORD, LATIN, narrow
from language.stemmer import stem

# 5G, PM2.5, C40, 3D, H2O, Li-ion and IEC62443 are words; 1,200 and 3.5 are numbers.
_LATIN_WORD = re.compile(rf"[{LATIN}0-9]+(?:[.,][0-9]+)*")
_NUMBER = re.compile(r"[0-9][0-9.,]*")

_STOP_WORDS = """
a about above after again all also am an and any are as at be because been before being below between both but
by can could did do does doing down during each etc few for from further had has have having he her here hers
him his how i if in into is it its itself just let like ll may me might more most must my no nor not of off on
once only or other our ours out over own per s same shall she should so some such t than that the their theirs
them then there these they this those through to too under until up upon us use used uses using ve very via was
we were what when where whether which while who whom whose why will with within without would yet you your yours
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def words(text: str) -> list[str]:
    """The Latin words of ``text`` in order: lower case, stemmed, without stop words and bare numbers.

    A number counts only where it is part of a word (5g, pm2.5, co2): amounts say nothing about the subject.
    """
    return [stem(word) for word in _latin_words(text) if word not in STOP_WORDS and not _NUMBER.fullmatch(word)]


def _latin_words(text: str) -> list[str]:
    return _LATIN_WORD.findall(narrow(text).lower())


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters, run by run; a lone character stands for itself."""
    found = []
    for run in HAN_RUN.findall(text):
        found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return found


def hebrew_words(text: str) -> list[str]:
    """The Hebrew words of ``text``, without vowel points."""
    return HEBREW_WORD.findall(HEBREW_POINTS.sub("", text))


def search_terms(text: str) -> list[str]:
    """What goes into a ``tsvector('simple')``, for documents and queries alike.

    Latin words unstemmed in lower case (numbers and stop words too: a search for a name must find it), Chinese
    bigrams, Hebrew words.
    """
    return _latin_words(text) + bigrams(text) + hebrew_words(text)


# --- sentences -------------------------------------------------------------------------------------------------------

_LINE = re.compile(r"[\r\n\u2028\u2029]+")
_BULLET = re.compile(
    r"^\s*(?:[-*\u2022\u00b7\u25cf\u25a0\u25c6\u2013\u2014]+\s+|[\u2022\u00b7\u25cf\u25a0\u25c6]\s*"
    r"|[(\uff08]?[0-9]{1,2}[)\uff09]\s*|[0-9]{1,2}[.\u3001\uff0e](?![0-9])\s*"
    r"|[(\uff08]?[一二三四五六七八九十]{1,3}[)\uff09、]\s*)"
)
_STOP = re.compile(
    r"[。！？；!?]+[”’」』）)\"']*"  # Chinese stops end a sentence wherever they stand
    rf"|\.+[”’\"')]*(?=\s|$|[{HAN}])"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'])(?:(?i:e\.g|i\.e|a\.k\.a|etc|vs|cf|approx|incl|nos?|fig|dr|mr|mrs|ms|prof|st|inc|ltd|co|corp|dept|est|"
    r"resp)|(?:[A-Z]\.)*[A-Z])\.$"  # and initials: U.S., J. - but not units: "3.5 m."
)
_ENDS_A_COMPANY = re.compile(r"(?:inc|ltd|co|corp|etc)\.$", re.IGNORECASE)
_STARTS_A_SENTENCE = re.compile(rf"\s*[\"'“‘(]?[A-Z0-9{HAN}{HEBREW_LETTERS}]")
_STARTS_IN_CAPITALS = re.compile(rf"\s*[\"'“‘(]?(?:[A-Z][a-z]|[{HAN}{HEBREW_LETTERS}])")


def sentences(text: str) -> list[str]:
    """``text`` cut into sentences and list lines, stripped of bullets and numbering, in order.

    Decimals (3.5 km), abbreviations (e.g. U.S., Ltd.) and units stay whole: a full stop ends a sentence only before
    white space and a capital letter, a digit, a Chinese or a Hebrew character.
    """
    found = []
    for line in _LINE.split(text):
        found += [_BULLET.sub("", piece) for piece in _split_line(_BULLET.sub("", line))]
    return [sentence for sentence in found if sentence]


def _split_line(line: str) -> list[str]:
    pieces, start = [], 0
    for stop in _STOP.finditer(line):
        if _ends_sentence(line[start : stop.end()], line[stop.end() :]):
            pieces.append(line[start : stop.end()].strip())
            start = stop.end()
    return [*pieces, line[start:].strip()]


def _ends_sentence(before: str, after: str) -> bool:
    if not before.rstrip("”’\"')").endswith("."):
        return True
    if _ABBREVIATION.search(before):
        return bool(_ENDS_A_COMPANY.search(before) and _STARTS_IN_CAPITALS.match(after))
    return bool(_STARTS_A_SENTENCE.match(after))


# --- keywords --------------------------------------------------------------------------------------------------------


def contains_keyword(text: str, keyword: str) -> bool:
    """Whether ``keyword`` occurs in ``text``, upper and lower case alike.

    Latin ends of a keyword need a word boundary ("VR" is not in "NVR", "site" not in "many sites", but is in
    "VR培训"); Chinese matches anywhere; a Hebrew keyword may carry the usual prefixes (ובניטור holds ניטור).
    """
    return _occurs(narrow(text).lower(), keyword)


def count_hits(text: str, keywords: Iterable[str], most: int = 2) -> int:
    """How many different ``keywords`` occur in ``text``; counting stops at ``most``."""
    return _hits(narrow(text).lower(), keywords, most)


def hits_by_list(text: str, lists: Mapping[str, Iterable[str]], most: int = 2) -> dict[str, int]:
    """``count_hits`` of each list of keywords by its name, lists without any left out; reads the text once."""
    lowered = narrow(text).lower()
    counted = {name: _hits(lowered, keywords, most) for name, keywords in lists.items()}
    return {name: hits for name, hits in counted.items() if hits}


def _hits(lowered: str, keywords: Iterable[str], most: int) -> int:
    hits = 0
    for first, pattern in _keyword_patterns(tuple(keywords)):
        # The plain search settles nearly all of the millions of questions of a full run.
        if first in lowered and (pattern is None or pattern.search(lowered)):
            hits += 1
            if hits == most:
                break
    return hits


def _occurs(lowered: str, keyword: str) -> bool:
    return _hits(lowered, (keyword,), most=1) == 1


_KEYWORD_PART = re.compile(rf"[{HAN}]+|[^\s{HAN}-]+")
_LATIN_OR_DIGIT = f"[{LATIN}0-9]"
_HEBREW_PREFIXES = "[ובכלמשה]{0,3}"


@lru_cache(maxsize=5_000)
def _keyword_patterns(keywords: tuple[str, ...]) -> list[tuple[str, re.Pattern[str] | None]]:
    """``_keyword_pattern`` of each, without those that hold no letter and no digit."""
    return [found for keyword in keywords if (found := _keyword_pattern(keyword))[0]]


@lru_cache(maxsize=50_000)
def _keyword_pattern(keyword: str) -> tuple[str, re.Pattern[str] | None]:
    """The keyword's first part, and the pattern of the whole: None where plain search is enough."""
    parts = _KEYWORD_PART.findall(narrow(keyword).lower())
    if not parts:
        return "", None
    if len(parts) == 1 and HAN_RUN.fullmatch(parts[0]):
        return parts[0], None
    pattern = _before(parts[0]) + re.escape(parts[0])
    for left, right in pairwise(parts):
        pattern += _between(left, right) + re.escape(right)
    return parts[0], re.compile(pattern + _after(parts[-1]))


def _before(part: str) -> str:
    if re.match(f"[{HEBREW_LETTERS}]", part):
        return f"(?<![{HEBREW_LETTERS}]){_HEBREW_PREFIXES}"
    return f"(?<!{_LATIN_OR_DIGIT})" if re.match(_LATIN_OR_DIGIT, part) else ""


def _after(part: str) -> str:
    if re.match(f"[{HEBREW_LETTERS}]", part):
        return f"(?![{HEBREW_LETTERS}])"
    return f"(?!{_LATIN_OR_DIGIT})" if re.search(f"{_LATIN_OR_DIGIT}$", part) else ""


def _between(left: str, right: str) -> str:
    """AI芯片 and "AI 芯片" are one keyword, "non-revenue" and "non revenue" too, "onsite" and "on site" are not."""
    beside_han = HAN_RUN.match(left) or HAN_RUN.match(right)
    return r"\s*" if beside_han else r"[\s\-\u2010-\u2013]+"
