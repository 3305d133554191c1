"""Traditional Chinese characters as simplified ones, one for one, so that places in a text stay what they are.

Which character stands for which is read out of CC-CEDICT at run time: it gives every word both ways.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache

from language import cedict
from language.scripts import HAN_RUN


def simplified(text: str) -> str:
    """``text`` with its traditional characters made simple. Those that simplified words use too (著, 乾) stay."""
    return text.translate(_characters()) if HAN_RUN.search(text) else text


@lru_cache(maxsize=1)
def _characters() -> Mapping[int, str]:
    """Each character that no simplified word holds -> the one that most often stands for it."""
    written = list(cedict.both_writings())
    known = set("".join(simple for _, simple in written))
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for traditional, simple in written:
        if traditional != simple and len(traditional) == len(simple):
            for own, other in zip(traditional, simple, strict=True):
                if own != other and own not in known:
                    forms[own][other] += 1
    return {ord(own): counted.most_common(1)[0][0] for own, counted in forms.items()}
