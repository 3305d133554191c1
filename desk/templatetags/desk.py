from django import template

from desk.review_forms import COMMENT

register = template.Library()


@register.filter
def typed(said, path: str) -> str:
    """What the curator has typed at this field on a page that comes back."""
    return said.get(f"{COMMENT}{path}", "")
