"""Lists of matches inside the pages of needs and startups, and the look of a card."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cities.models import Need
from matching import boards, engine, seen_together
from matching.cards import Card, TermPair
from matching.forms import RefusalForm
from matching.models import Decision, Side, Verb, decision_key
from matching.proposals import propose
from startups.models import Startup

register = template.Library()


@register.inclusion_tag("matching/_candidates.html", takes_context=True)
def candidates_of(context: Context, need: Need) -> dict[str, Any]:
    return {"board": boards.candidates_of(need, context["request"].user), "request": context["request"]}


@register.inclusion_tag("matching/_suiting_needs.html", takes_context=True)
def needs_that_suit(context: Context, startup: Startup) -> dict[str, Any]:
    return {"board": boards.needs_that_suit(startup, context["request"].user), "request": context["request"]}


@register.inclusion_tag("matching/_seen_together.html", takes_context=True)
def cities_with(context: Context, need: Need) -> dict[str, Any]:
    """The other cities that have this need; drafts and closed ones are nobody's fellows."""
    joint = seen_together.joint_demand([need], context["request"].user) if need.is_listed else {}
    return {"need": need, "joint": joint.get(need.pk)}


@register.inclusion_tag("matching/_similar_needs.html", takes_context=True)
def similar_needs(context: Context, need: Need) -> dict[str, Any]:
    return {"similar": seen_together.similar_needs(need, context["request"].user) if need.is_listed else []}


@register.inclusion_tag("matching/_similar_startups.html", takes_context=True)
def similar_startups(context: Context, startup: Startup) -> dict[str, Any]:
    return {"similar": seen_together.similar_startups(startup, context["request"].user) if startup.is_listed else []}


@register.inclusion_tag("matching/_proposal.html")
def proposal_for(text: str) -> dict[str, Any]:
    return {"proposal": propose(text) if text else None}


@register.inclusion_tag("matching/_decision.html", takes_context=True)
def decision_bar(
    context: Context,
    side: str,
    need: Need,
    startup: Startup,
    decision: Decision | None,
    form: RefusalForm | None = None,
) -> dict[str, Any]:
    """What this side has decided on the pair, and the verbs that are open to it."""
    request = context["request"]
    return {
        "key": decision_key(side, need.pk, startup.pk),
        "side": side,
        "need": need,
        "startup": startup,
        "decision": decision,
        "form": form or RefusalForm(side=Side(side)),
        "urls": {
            verb: reverse(f"matching:{side}-{verb.replace('_', '-')}", kwargs={"pk": need.pk, "slug": startup.slug})
            for verb in (*Verb.values, "undo")
        },
        "back": context.get("back") or request.get_full_path(),
        "is_answer": "is_answer" in context,
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def days_left(day: date | None) -> int | None:
    """Until and with that day; below 0 when it is over."""
    return None if day is None else (day - timezone.localdate()).days


@register.filter
def signed_points(points: float) -> str:
    """A gain as it is shown: +0.4, and +12 without a digit that means nothing."""
    return f"{points:+.1f}" if abs(points) < 10 else f"{points:+.0f}"


@register.filter
def held_back(card: Card) -> str:
    """Why a card stands in a lower band than cards with fewer points, as its evidence says; "" if it does not."""
    if card.band == engine.Band.HIDDEN or engine.band(card.points / engine.CURRENT.points_per_unit) <= card.band:
        return ""
    if any(gap.status == "blocked" for gap in card.gaps) and card.band != engine.Band.SAME_FIELD:
        return _("By its points it would stand higher; a must-have that the profile says no to holds it here.")
    if card.cautions:
        return _("By its points it would stand higher; a rule on its technology holds it here until that is cleared.")
    return ""


@register.filter
def with_needs_terms(text: str, pairs: Iterable[TermPair]) -> SafeString:
    """The text with the need's side of each pair marked."""
    return _marked(text, [pair.need for pair in pairs])


@register.filter
def with_startups_terms(text: str, pairs: Iterable[TermPair]) -> SafeString:
    return _marked(text, [pair.startup for pair in pairs])


def _marked(text: str, terms: Iterable[str]) -> SafeString:
    """Escaped text in which each term that occurs is marked once; longer terms first, and no mark inside a mark."""
    spans: list[tuple[int, int]] = []
    lowered = text.lower()
    for term in sorted(set(terms), key=len, reverse=True):
        at = lowered.find(term.lower()) if term else -1
        if at >= 0 and all(end <= at or at + len(term) <= start for start, end in spans):
            spans.append((at, at + len(term)))
    pieces, done = [], 0
    for start, end in sorted(spans):
        pieces += [conditional_escape(text[done:start]), "<mark>", conditional_escape(text[start:end]), "</mark>"]
        done = end
    # Every piece of the text was escaped above; the marks are ours.
    return mark_safe("".join([*pieces, conditional_escape(text[done:])]))  # noqa: S308
