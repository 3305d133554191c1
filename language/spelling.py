"""Is one English word another one misspelt? Asked before a small correction is published without a reader."""

from functools import lru_cache

from language.commonness import general_words

# In shorter words one letter makes another word too easily.
_SHORTEST = 4


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    return frozenset(general_words())


def is_misspelling(written: str, meant: str) -> bool:
    """Whether `written` is no word, `meant` is one, and one letter is wrong, missing, too many, or two are swapped.

    So "sensros" is one of "sensors"; "tested" of "rested" is none, nor is a name or a word that the list lacks.
    """
    wrong, right = written.lower(), meant.lower()
    if min(len(wrong), len(right)) < _SHORTEST or not (written.isascii() and written.isalpha()):
        return False
    known = _english_words()
    return wrong not in known and right in known and _differ_by_one(wrong, right)


def _differ_by_one(one: str, other: str) -> bool:
    if len(one) == len(other):
        places = [place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
        if len(places) == 2:
            first, second = places
            return second == first + 1 and one[first] == other[second] and one[second] == other[first]
        return len(places) == 1
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
