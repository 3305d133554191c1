"""What of a text speaks of its subject: official preamble, a website's boilerplate and recited keywords are left out.

Matching reads texts through ``subject``; a reader is always shown the whole.
"""

import re

from language.scripts import HAN, HEBREW_LETTERS, LATIN, narrow
from language.set_phrases import SET_PHRASES
from language.stuffing import is_stuffed, without_listed_lines
from language.traditional import simplified

_SET_PHRASE = re.compile("|".join(SET_PHRASES), re.IGNORECASE)
_SENTENCE = re.compile(r"[^。！？!?\n\r]*?(?:[。！？!?\n\r]+|\.(?=\s)|$)", re.DOTALL)
_CLAUSE = re.compile(r"[^，,；;：]*(?:[，,；;：]+|$)")
_LETTER = re.compile(f"[{HAN}{HEBREW_LETTERS}{LATIN}]")
# From here on a sentence is set phrases, and what stands between them belongs to them.
_MOSTLY = 0.5
# Fewer letters are no subject: then the whole text is read after all.
_FEWEST_LETTERS = 4


def subject(text: str) -> str:
    """``text`` in plain, simplified characters, without set phrases of officials and websites and recited keywords.

    A clause with a set phrase goes; where they make up half of a sentence, the sentence goes. What is said twice is
    read once. Where nothing would be left, the text stays as it is.
    """
    plain = simplified(narrow(text))
    lines = without_listed_lines(plain)
    # A dictionary keeps the first of equal sentences, in order.
    said = dict.fromkeys(sentence for sentence in _SENTENCE.findall(lines) if not is_stuffed(sentence))
    kept = "".join(map(_without_set_phrases, said))
    return kept if _letters(kept) >= _FEWEST_LETTERS else plain


def _without_set_phrases(sentence: str) -> str:
    if not _SET_PHRASE.search(sentence):
        return sentence
    clauses = _CLAUSE.findall(sentence)
    kept = [clause for clause in clauses if not _SET_PHRASE.search(clause)]
    share = 1 - sum(map(_letters, kept)) / max(1, _letters(sentence))
    return "" if share >= _MOSTLY else "".join(kept)


def _letters(text: str) -> int:
    return len(_LETTER.findall(text))
