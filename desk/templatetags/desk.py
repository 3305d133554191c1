from django import template

from desk.models import Duplicate
from desk.review_forms import COMMENT

register = template.Library()


@register.filter
def typed(said, path: str) -> str:
    """What the curator has typed at this field on a page that comes back."""
    return said.get(f"{COMMENT}{path}", "")


# The surest first.
ORDER = [Duplicate.Why.NUMBER, Duplicate.Why.SITE, Duplicate.Why.NAME, Duplicate.Why.SKELETON, Duplicate.Why.TEXT]


@register.filter
def alike(duplicate: Duplicate) -> list[dict]:
    """By what the two are alike, in words, with what each of them says."""
    known = [reason for reason in duplicate.reasons if reason["code"] in ORDER]
    named = [reason for reason in duplicate.reasons if reason["code"] == Duplicate.Why.CURATOR]
    return [
        {
            "label": Duplicate.Why(reason["code"]).label,
            "first": reason["texts"].get(str(duplicate.first_id), ""),
            "second": reason["texts"].get(str(duplicate.second_id), ""),
            "percent": round(100 * reason["alike"]),
        }
        for reason in [*sorted(known, key=lambda reason: ORDER.index(reason["code"])), *named]
    ]
