"""The language a text is written in."""

from typing import Literal

from language.scripts import HAN_RUN, HEBREW_CHARACTER, LATIN_CHARACTER

Language = Literal["en", "zh", "he"]

# A Chinese character carries about as much as three Latin letters, so it counts for three.
_LETTERS_PER_HAN_CHARACTER = 3
# A mixed text is Chinese as soon as a fifth of it is: "need smart parking,app 预约". A lone 中国 in an English line is
# not enough.
_CHINESE_SHARE = 0.2


def detect(text: str) -> Language:
    """``zh``, ``he`` or ``en``, by the share of the scripts; ``en`` when there is no letter at all."""
    chinese = _LETTERS_PER_HAN_CHARACTER * sum(len(run) for run in HAN_RUN.findall(text))
    hebrew = len(HEBREW_CHARACTER.findall(text))
    latin = len(LATIN_CHARACTER.findall(text))
    letters = chinese + hebrew + latin
    if letters == 0:
        return "en"
    if chinese >= _CHINESE_SHARE * letters and chinese >= hebrew:
        return "zh"
    return "he" if hebrew > latin else "en"
