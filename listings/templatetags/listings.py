from django import template

from listings.models import Draft

register = template.Library()


@register.filter
def comment_at(draft: Draft | None, path: str) -> str:
    """The curator's sentence at this field of the draft: `{{ draft|comment_at:"texts.en.headline" }}`."""
    return draft.comments.get(path, "") if draft else ""
