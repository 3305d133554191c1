import pytest

from language.hebrew import HebrewTerms

TERMS = HebrewTerms(
    {
        "רשת מים": ("water network",),
        "דליפה": ("leak",),
        "חיישן": ("sensor",),
        "איתור דליפות": ("leak detection",),
        'תב"ע': ("zoning plan",),
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("חיישן אקוסטי", (1, ("sensor",))),
        ("החיישנים שלנו", (1, ("sensor",))),
        ("ולדליפות בצנרת", (1, ("leak",))),
        ("ברשתות המים העירוניות", (2, ("water network",))),
        ("איתור דליפות ברשת", (2, ("leak detection",))),
        ('תב"ע חדשה', (1, ("zoning plan",))),
        ("דְּלִיפָה", (1, ("leak",))),
        ("מכונית", (0, ())),
        ("ב", (0, ())),
    ],
)
def test_the_longest_term_at_the_start(text, found):
    assert TERMS.longest(text.split()) == found


def test_an_empty_glossary_finds_nothing():
    assert HebrewTerms({}).longest(["חיישן"]) == (0, ())
