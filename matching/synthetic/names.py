"""Names of companies that do not exist: a made-up word and a number, as no real company is called."""

SYLLABLES = "ba ce do fu ga hi ju ka le mo na pe qui ro sa te vu wa xe yo zi bra cli dro fle gri plo tra".split()
ENDINGS = ("n", "r", "x", "l", "m", "s", "th", "v")
# Prime to their number, so that neighbours differ and all combinations come before one returns.
STEP = 7_919


def company_name(number: int) -> str:
    """Of the startup with this number: one in 175,616 has the same word, none the same name."""
    rest, ending = divmod(number * STEP, len(ENDINGS))
    syllables = []
    for _ in range(3):
        rest, syllable = divmod(rest, len(SYLLABLES))
        syllables.append(SYLLABLES[syllable])
    return f"{''.join(syllables)}{ENDINGS[ending]} {number:06d}".capitalize()
