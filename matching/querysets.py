from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from cities.models import Department, Need
from cities.querysets import NeedQuerySet
from startups.models import Startup
from startups.querysets import StartupQuerySet
from taxonomy.models import Code, GlossaryTerm


def needs_of(user: Any) -> NeedQuerySet:
    """Needs of the departments this person acts for. Curators read all of them and act for none."""
    return Need.objects.filter(department__in=Department.objects.of(user))


def startups_of(user: Any) -> StartupQuerySet:
    """Startups this person acts for."""
    return Startup.objects.filter(members__user=user) if user.is_authenticated else Startup.objects.none()


def pairs_for(user: Any, side: str) -> tuple[NeedQuerySet, StartupQuerySet]:
    """Needs and startups that this person may decide on for one side: its own, and of the other what they may see."""
    if side == "city":
        return needs_of(user), Startup.objects.listed().visible_to(user)
    return Need.objects.open().visible_to(user), startups_of(user)


def _refused_by(user: Any) -> Exists:
    """On a match: a side of this person said no to the pair."""
    from matching.models import Decision

    return Exists(Decision.objects.of(user).filter(need=OuterRef("need"), startup=OuterRef("startup"), verb="no"))


def _ruled(verb: str) -> Any:
    """On a match: curators' rulings of this kind on the pair."""
    from matching.models import Ruling

    return Ruling.objects.filter(need=OuterRef("need"), startup=OuterRef("startup"), verb=verb)


IS_PINNED = Q(pinned_at__isnull=False)


def _in_order(rank: str) -> list[Any]:
    """What a curator placed, then by the places of the list; what has none there by itself, by its score."""
    return [Case(When(IS_PINNED, then=0), default=1), F(rank).asc(nulls_last=True), F("score").desc(), "pk"]


def _is_refused_elsewhere() -> Q:
    """On a match with `verb`: undecided, and the need's department said such a no to the startup for another need."""
    from matching.models import Decision

    department = Need.objects.filter(pk=OuterRef(OuterRef("need"))).values("department")
    others = Decision.objects.act_on_other_needs().filter(startup=OuterRef("startup"), need__department__in=department)
    return Q(Exists(others.exclude(need=OuterRef("need"))), verb="")


class MatchQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Pairs of listings this person may see, and among them those that concern them.

        Stored matches are the business of the department's officials, the startup's members and curators; in demo
        mode everybody may look. A withdrawn listing is gone from here at once, worker or no worker, and so is what a
        curator took out.
        """
        between_listed = self.filter(
            ~Exists(_ruled("veto")),
            startup__in=Startup.objects.listed().visible_to(user).values("pk"),
            need__in=Need.objects.open().visible_to(user).values("pk"),
        )
        if settings.DEMO_MODE or (user.is_authenticated and user.is_curator):
            return between_listed
        if not user.is_authenticated:
            return self.none()
        return between_listed.filter(
            Q(need__department__in=user.offices.values("department"))
            | Q(startup__in=user.startup_memberships.values("startup"))
        )

    def with_pins(self) -> Self:
        """Each with `pinned_at`: when a curator placed it; None for all others."""
        return self.annotate(pinned_at=Subquery(_ruled("pin").values("at")))

    def with_places_for(self, user: Any) -> Self:
        """Each with its place in both lists, None where it is in none: as one who reads them as this person sees it.

        What a curator placed stands first; places close up over what one's own sides said no to and curators took out.
        """
        refused = _refused_by(user) if user.is_authenticated else None
        rows = self.with_pins() if refused is None else self.with_pins().exclude(refused)
        return rows.annotate(need_place=_place_in("need", refused), startup_place=_place_in("startup", refused))

    def in_lists_of(self, subject: str) -> Self:
        """The lists of needs ("need") or of startups, best first, each pair with its `place` in its list."""
        rank = f"{subject}_rank"
        place = Window(RowNumber(), partition_by=F(subject), order_by=_in_order(rank))
        listed = self.with_pins().filter(Q(**{f"{rank}__isnull": False}) | IS_PINNED)
        return listed.annotate(place=place).best_first(subject)

    def best_first(self, subject: str) -> Self:
        """By need or by startup, each list as it stands; of pairs `with_pins`."""
        return self.order_by(f"{subject}_id", *_in_order(f"{subject}_rank"))

    def with_ruling(self) -> Self:
        """Each with the reason and the words of the curator who placed it; None for all others."""
        pins = _ruled("pin")
        return self.annotate(pin_reason=Subquery(pins.values("reason")), pin_words=Subquery(pins.values("words")))

    def for_need(self, need: Need) -> Self:
        """The need's list of startups, best first."""
        return self.filter(need=need).in_lists_of("need")

    def for_startup(self, startup: Startup) -> Self:
        """The startup's list of needs, best first."""
        return self.filter(startup=startup).in_lists_of("startup")

    def as_decided_by(self, side: str) -> Self:
        """Each subject's list (`in_lists_of`) as this side arranged it: its shortlist before the others, what it put
        aside last, no "no". What a curator placed stands first, unless it was put aside.

        Each keeps its `place` in the list by score, closed up where a "no" was taken out. What the side has not
        decided, but said no to elsewhere for a reason that holds here too, stands below the rest: `is_lowered`.
        """
        subject = "need" if side == "city" else "startup"
        arranged = Case(
            When(verb="not_now", then=4),
            When(IS_PINNED, then=0),
            When(verb="shortlist", then=1),
            When(is_lowered=True, then=3),
            default=2,
        )
        decided = self.not_refused_by(side).annotate(
            is_lowered=_is_refused_elsewhere() if side == "city" else Value(False)
        )
        return decided.order_by(f"{subject}_id", arranged, *_in_order(f"{subject}_rank"))

    def not_refused_by(self, side: str) -> Self:
        """Without the pairs this side said no to; each with the side's `verb`, "" where it has not decided."""
        from matching.models import Decision

        decided = Decision.objects.filter(need=OuterRef("need"), startup=OuterRef("startup"), side=side)
        verb = Coalesce(Subquery(decided.values("verb")), Value(""))
        return self.annotate(verb=verb).exclude(verb="no")


def _place_in(subject: str, refused: Exists | None) -> Case:
    """The place of a pair in the list of its need or startup, as `in_lists_of` counts it; None where it is in none."""
    rank, other = f"{subject}_rank", "startup" if subject == "need" else "need"
    pins = _ruled_rows(subject, other, ["pin"]).filter(**{f"{other}__status": "published"})
    pins = pins if refused is None else pins.exclude(refused)
    key = Coalesce(F(rank), Value(LAST))
    mine = Coalesce(OuterRef(rank), Value(LAST))
    better = Q(score__gt=OuterRef("score")) | Q(score=OuterRef("score"), pk__lt=OuterRef("pk"))
    higher = pins.annotate(key=key).filter(Q(key__lt=mine) | Q(better, key=mine))
    return Case(
        When(IS_PINNED, then=_count(higher, subject) + 1),
        When(
            **{f"{rank}__isnull": False},
            then=F(rank) - _count(_gone_above(subject, other, refused), subject) + _count(pins, subject),
        ),
        default=None,
        output_field=models.IntegerField(),
    )


# Behind every place that a list has.
LAST = 32_767


def _ruled_rows(subject: str, other: str, verbs: list[str]) -> Any:
    """On a match: those rows of its need or startup on which curators have ruled. There are few: looked up first."""
    from matching.models import Match, Ruling

    ruled = Ruling.objects.filter(**{subject: OuterRef(OuterRef(subject))}, verb__in=verbs)
    return Match.objects.filter(**{subject: OuterRef(subject), f"{other}__in": ruled.values(other)})


def _gone_above(subject: str, other: str, refused: Exists | None) -> Any:
    """On a match: the rows above it by score that stand elsewhere, or nowhere, for this reader."""
    from matching.models import Match, Ruling

    rank = f"{subject}_rank"
    if refused is None:
        return _ruled_rows(subject, other, ["pin", "veto"]).filter(**{f"{rank}__lt": OuterRef(rank)})
    ruled = Exists(Ruling.objects.filter(need=OuterRef("need"), startup=OuterRef("startup")).exclude(verb=""))
    return Match.objects.filter(Q(ruled) | Q(refused), **{subject: OuterRef(subject), f"{rank}__lt": OuterRef(rank)})


def _count(rows: Any, subject: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(subject).annotate(count=Count("pk")).values("count")), Value(0))


class RulingQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not taken back."""
        return self.exclude(verb="")

    def pins(self) -> Self:
        return self.filter(verb="pin")

    def visible_to(self, user: Any) -> Self:
        """Those on pairs that concern this person: their department's need, or their startup. Curators read all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_curator:
            return self.standing()
        return self.standing().filter(
            Q(need__in=needs_of(user).values("pk")) | Q(startup__in=startups_of(user).values("pk"))
        )

    def taken_out_of(self, subject: Need | Startup) -> Self:
        """What curators took out of the list of this need or startup, the latest first."""
        column = "need" if isinstance(subject, Need) else "startup"
        return self.filter(verb="veto", **{column: subject}).select_related("need", "startup")


class DecisionQuerySet(models.QuerySet):
    def of(self, user: Any) -> Self:
        """Decisions of the sides this person acts for. Nobody else learns of them, curators neither."""
        return self.filter(
            Q(side="city", need__in=needs_of(user).values("pk"))
            | Q(side="startup", startup__in=startups_of(user).values("pk"))
        )

    def standing(self) -> Self:
        """Not taken back."""
        return self.exclude(verb="")

    def visible_to(self, user: Any) -> Self:
        """Standing decisions of this person's sides on listings that they may still see."""
        others = Q(side="city", startup__in=Startup.objects.listed().visible_to(user).values("pk"))
        others |= Q(side="startup", need__in=Need.objects.open().visible_to(user).values("pk"))
        return self.of(user).standing().filter(others)

    def for_subject(self, subject: Need | Startup) -> Self:
        """A need's decisions by its department, or a startup's by the startup."""
        if isinstance(subject, Need):
            return self.filter(need=subject, side="city")
        return self.filter(startup=subject, side="startup")

    def act_on_other_needs(self) -> Self:
        """A department's "no" for a reason that is about the company, and so holds for its other needs too."""
        about_it = Code.objects.filter(list="reason_no", data__acts_on_other_needs=True).values("code")
        return self.filter(side="city", verb="no", reason__in=about_it)

    def with_both_sides(self) -> Self:
        """With what a line about the pair shows."""
        return self.select_related("need", "startup", "by").prefetch_related("need__texts", "startup__texts")

    def shortlisted(self) -> Self:
        """In the order that people gave the list."""
        return self.filter(verb="shortlist").order_by("need_id", "place", "pk")


class RunQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.exclude(state__in=["done", "failed", "stopped"])


class UnglossedQuerySet(models.QuerySet):
    def without_entry(self) -> Self:
        """Words about which no curator has decided since they were counted."""
        return self.exclude(Exists(GlossaryTerm.objects.filter(language=OuterRef("language"), term=OuterRef("word"))))
