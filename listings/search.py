"""Word search over Chinese, English and Hebrew: a tsvector made of words and Chinese bigrams, no dictionary in between.

Cutting Chinese into words for search loses what stands inside a longer word (漏损 in 管网漏损); bigrams find it.
"""

from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from language.words import search_terms

# PostgreSQL keeps no position above this one.
LAST_POSITION = 16_383


def search_vector(important: Iterable[str], other: Iterable[str]) -> Cast:
    """The value of a `search` column: names and titles (weight A) before the rest (weight B)."""
    entries = [(term, "A") for text in important for term in search_terms(text)]
    entries += [(term, "B") for text in other for term in search_terms(text)]
    literal = " ".join(
        f"'{term}':{position}{weight}" for position, (term, weight) in enumerate(entries[:LAST_POSITION], 1)
    )
    return Cast(Value(literal), SearchVectorField())


def search_query(text: str) -> SearchQuery | None:
    """Every word of the text, each also as the beginning of a longer one; None when the text holds no word."""
    terms = dict.fromkeys(search_terms(text))
    if not terms:
        return None
    return SearchQuery(" & ".join(f"'{term}':*" for term in terms), config="simple", search_type="raw")
