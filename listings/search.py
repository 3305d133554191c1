"""Word search over Chinese, English and Hebrew: a tsvector made of words and Chinese bigrams, no dictionary in between.

Cutting Chinese into words for search loses what stands inside a longer word (漏损 in 管网漏损); bigrams find it.
"""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from language.words import search_terms

# PostgreSQL keeps no position above this one, and no word of more than 2,046 bytes.
LAST_POSITION = 16_383
LONGEST_WORD = 200
QUOTES = re.compile("[\"'\\\\\u05f3\u05f4]")


def search_vector(important: Iterable[str], other: Iterable[str]) -> Cast:
    """The value of a `search` column: names and titles (weight A) before the rest (weight B)."""
    return Cast(Value(search_literal(important, other)), SearchVectorField())


def search_literal(important: Iterable[str], other: Iterable[str]) -> str:
    """`search_vector` as PostgreSQL reads it from text."""
    entries = [(term, "A") for text in important for term in _terms(text)]
    entries += [(term, "B") for text in other for term in _terms(text)]
    return " ".join(
        f"'{term}':{position}{weight}" for position, (term, weight) in enumerate(entries[:LAST_POSITION], 1)
    )


def search_query(text: str) -> SearchQuery | None:
    """Every word of the text, each also as the beginning of a longer one; None when the text holds no word."""
    terms = dict.fromkeys(_terms(text))
    if not terms:
        return None
    return SearchQuery(" & ".join(f"'{term}':*" for term in terms), config="simple", search_type="raw")


def _terms(text: str) -> list[str]:
    """Terms that mean nothing else to PostgreSQL, and Hebrew ones as found with and without their quotation marks."""
    terms = search_terms(text)
    if QUOTES.search(text):
        terms = [QUOTES.sub("", term) for term in terms]
    return [term[:LONGEST_WORD] for term in terms]
