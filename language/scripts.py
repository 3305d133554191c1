"""Which characters belong to which script. Every rule on scripts in this package starts from here."""

import re

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HEBREW = "\u0590-\u05ff\ufb1d-\ufb4f"
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"

HAN_RUN = re.compile(f"[{HAN}]+")
FOREIGN_RUN = re.compile(f"[{HAN}{HEBREW}]+")
HEBREW_CHARACTER = re.compile(f"[{HEBREW}]")
LATIN_CHARACTER = re.compile(f"[{LATIN}]")
HEBREW_LETTERS = "\u05d0-\u05ea"
# Gershayim sit inside acronyms (תב"ע), so straight and Hebrew quotes between letters are part of the word.
HEBREW_WORD = re.compile(f"[{HEBREW_LETTERS}]+(?:[\"'\u05f3\u05f4][{HEBREW_LETTERS}]+)*")
# A word as typed, with what belongs to it: C++, R&D, PM2.5, real-time, 15%.
LATIN_WORD = re.compile(rf"[{LATIN}0-9](?:[{LATIN}0-9+#&'/.%-]*[{LATIN}0-9+#%])?")
HEBREW_POINTS = re.compile("[\u0591-\u05c7]")

# Full-width Latin letters, digits and signs, as Chinese keyboards type them, and half-width Chinese marks, as old
# systems export them: one character for one, so offsets stay.
_OTHER_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_OTHER_WIDTH |= dict(zip(range(0xFF61, 0xFF66), map(ord, "。「」、・"), strict=True))


def narrow(text: str) -> str:
    """``text`` with full-width Latin characters and half-width Chinese marks made plain; its length does not change."""
    return text if text.isascii() else text.translate(_OTHER_WIDTH)
