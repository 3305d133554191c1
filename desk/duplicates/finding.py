"""Which startups are alike, and by what. Found here, decided by curators: nothing is ever merged by itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from pgvector.django import CosineDistance

from desk.duplicates.marks import marks_of, renew_marks
from desk.models import Compared, Duplicate, Mark
from language.scripts import HEBREW_CHARACTER
from listings.models import Status
from matching.models import TextVector
from startups.models import Startup, StartupVerification

# From where on two names, or two texts, are worth a look. Of the demo's 120 startups no two names reach it, and no two
# texts come nearer than .74.
NAMES_ALIKE, TEXTS_ALIKE = 0.6, 0.93
# What more startups than these share, such as the site of a fair or of a hosting service, tells none apart.
FEW = 5
MOST_SHOWN = 300

Reasons = dict[int, list[dict[str, Any]]]
Alike = tuple[str, int, str, str, float]


def due() -> QuerySet[Startup]:
    """Startups that have changed since they were compared. One that the engine is still reading has to wait for it."""
    is_as_compared = Q(compared__revision=F("revision"), compared__draft_version=F("draft_version"))
    newer = StartupVerification.objects.filter(startup=OuterRef("pk"), pk__gt=OuterRef("compared__last_verification"))
    changed = Startup.objects.filter(Q(compared=None) | ~is_as_compared | Exists(newer))
    return changed.filter(merged_into=None).exclude(status=Status.PUBLISHED, scored_revision__lt=F("revision"))


@transaction.atomic
def compare(startup: Startup) -> None:
    """Look for startups like this one, and remember as which version it was compared. Safe to repeat."""
    renew_marks(startup)
    found = alike(startup)
    _forget_others(startup, found)
    for other, reasons in found.items():
        _remember(startup, other, reasons)
    last = startup.verifications.order_by("-pk").values_list("pk", flat=True).first()
    version = {"revision": startup.revision, "draft_version": startup.draft_version, "last_verification": last or 0}
    Compared.objects.update_or_create(startup=startup, defaults=version)


def alike(startup: Startup) -> Reasons:
    """{id of another startup: by what it is alike}, each reason with what this one and the other one say."""
    return _comparable(startup, [*_by_marks(startup, Mark.objects.filter(startup=startup)), *_by_text(startup)])


def like_draft(startup: Startup, document: Mapping[str, Any]) -> Reasons:
    """As `alike`, by what the startup's draft says, which nobody has stored or read yet; without those told apart."""
    found = _comparable(startup, _by_marks(startup, marks_of(startup, document)))
    return {pk: reasons for pk, reasons in found.items() if not _were_told_apart(startup.pk, pk)}


def _comparable(startup: Startup, rows: Iterable[Alike]) -> Reasons:
    found: Reasons = defaultdict(list)
    for code, pk, own, other, share in rows:
        found[pk].append({"code": code, "texts": {str(startup.pk): own, str(pk): other}, "alike": round(share, 2)})
    comparable = Startup.objects.standing().filter(is_demo=startup.is_demo).exclude(status=Status.BLOCKED)
    return {pk: found[pk] for pk in comparable.filter(pk__in=found).values_list("pk", flat=True)}


def _by_marks(startup: Startup, marks: Iterable[Mark]) -> Iterator[Alike]:
    for own in marks:
        others = Mark.objects.filter(kind=own.kind).exclude(startup=startup)
        if own.kind == Mark.Kind.NAME:
            yield from _best(own, others)
        else:
            rows = [row for row in others.filter(value=own.value)[: FEW + 1] if _tells(own, row)]
            if len(rows) <= FEW:
                yield from ((own.kind, row.startup_id, own.shown, row.shown, 1.0) for row in rows)


def _best(own: Mark, others: QuerySet[Mark]) -> Iterator[Alike]:
    near = others.filter(value__trigram_similar=own.value).annotate(alike=TrigramSimilarity("value", own.value))
    counted: Counter[int] = Counter()
    for row in near.filter(alike__gte=NAMES_ALIKE).order_by("-alike", "pk"):
        counted[row.startup_id] += 1
        if counted[row.startup_id] == 1:
            yield own.kind, row.startup_id, own.shown, row.shown, row.alike


def _tells(own: Mark, other: Mark) -> bool:
    """Without vowels many Latin names are one: that counts only between a Hebrew and a Latin spelling."""
    scripts = {bool(HEBREW_CHARACTER.search(mark.shown)) for mark in (own, other)}
    return own.kind != Mark.Kind.SKELETON or len(scripts) == 2


def _by_text(startup: Startup) -> Iterator[Alike]:
    for own in TextVector.objects.filter(subject=TextVector.Subject.STARTUP, key=str(startup.pk)):
        others = TextVector.objects.filter(subject=own.subject, model=own.model).exclude(pk=own.pk)
        distance = CosineDistance("vector", own.vector)
        near = others.annotate(distance=distance).filter(distance__lte=1 - TEXTS_ALIKE).order_by("distance")
        headlines = {pk: _said(pk) for pk in [startup.pk, *(int(row.key) for row in near[:FEW])]}
        yield from (
            (Duplicate.Why.TEXT, int(row.key), headlines[startup.pk], headlines[int(row.key)], 1 - row.distance)
            for row in near[:FEW]
        )


def _said(pk: int) -> str:
    startup = Startup.objects.filter(pk=pk).prefetch_related("texts").first()
    text = startup and startup.text_for("en")
    return text.headline[:MOST_SHOWN] if text else ""


def _remember(startup: Startup, other: int, reasons: list[dict[str, Any]]) -> None:
    first, second = sorted([startup.pk, other])
    if _were_told_apart(first, second):
        return
    known = Duplicate.objects.between(first, second)
    if not known.filter(answer="").update(reasons=reasons) and not known.exists():
        Duplicate.objects.bulk_create(
            [Duplicate(first_id=first, second_id=second, reasons=reasons)], ignore_conflicts=True
        )


def _were_told_apart(first: int, second: int) -> bool:
    """Said of these two, or of entries that have been merged into them since."""
    one, other = (Q(pk=pk) | Q(merged_into=pk) for pk in (first, second))
    families = [Startup.objects.filter(own).values("pk") for own in (one, other)]
    said = Duplicate.objects.filter(answer=Duplicate.Answer.DIFFERENT)
    return said.filter(
        Q(first__in=families[0], second__in=families[1]) | Q(first__in=families[1], second__in=families[0])
    ).exists()


def _forget_others(startup: Startup, found: Reasons) -> None:
    """A suspicion that no longer holds goes, unless a curator had it or has answered it."""
    for duplicate in Duplicate.objects.of(startup).filter(answer=""):
        codes = {reason["code"] for reason in duplicate.reasons}
        if duplicate.other_than(startup.pk) not in found and Duplicate.Why.CURATOR not in codes:
            duplicate.delete()


@transaction.atomic
def name_pair(one: Startup, other: Startup) -> Duplicate:
    """A curator knows of two that no rule has found. Asked again, also of two told apart once, it is the same row."""
    reasons = [{"code": Duplicate.Why.CURATOR, "texts": {}, "alike": 1.0}]
    if known := Duplicate.objects.between(one, other).select_for_update(of=("self",)).first():
        if known.answer:
            known.answer, known.by, known.at = "", None, None
            known.save(update_fields=["answer", "by", "at"])
        return known
    first, second = sorted([one, other], key=lambda startup: startup.pk)
    Duplicate.objects.bulk_create([Duplicate(first=first, second=second, reasons=reasons)], ignore_conflicts=True)
    return Duplicate.objects.between(one, other).get()
