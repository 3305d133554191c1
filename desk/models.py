"""What the desk remembers of its own: what was checked, put off, published by itself, found alike and merged."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Need
from desk.importing.models import ImportJob, ImportRow
from desk.querysets import (
    AbsenceQuerySet,
    DuplicateQuerySet,
    MergerQuerySet,
    PostponementQuerySet,
    SafeEditQuerySet,
)
from startups.models import Startup

# The rows of imports are kept beside what reads them.
__all__ = [
    "Absence", "Compared", "Duplicate", "ImportJob", "ImportRow", "Mark", "Merger", "Postponement", "Precheck",
    "SafeEdit",
]  # fmt: skip


def exactly_one_listing(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(startup=None, need__isnull=False) | Q(need=None, startup__isnull=False), name=name
    )


class Precheck(models.Model):
    """What the checks found in a draft, and how many pairs it would bring, in the version that they read."""

    startup = models.OneToOneField(
        Startup, models.CASCADE, null=True, related_name="precheck", verbose_name=_("startup")
    )
    need = models.OneToOneField(Need, models.CASCADE, null=True, related_name="precheck", verbose_name=_("need"))
    version = models.PositiveIntegerField(_("version of the draft"))
    findings = models.JSONField(_("findings"), default=list)
    unblocks = models.PositiveIntegerField(
        _("matches in the two top bands"), null=True, help_text=_("Empty until a worker has counted them.")
    )
    at = models.DateTimeField(_("checked"), auto_now=True)

    class Meta:
        verbose_name = _("automatic check of a draft")
        verbose_name_plural = _("automatic checks of drafts")
        constraints = [exactly_one_listing("precheck_of_one_listing")]

    def __str__(self):
        return f"{self.startup or self.need} · {self.version}"


class Postponement(models.Model):
    """An item that is not for today, for nobody: it comes back by itself on its day."""

    key = models.CharField(_("item"), max_length=80, unique=True)
    until = models.DateField(_("until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("put off by")
    )
    at = models.DateTimeField(_("put off"), default=timezone.now, editable=False)

    objects = PostponementQuerySet.as_manager()

    class Meta:
        verbose_name = _("item put off")
        verbose_name_plural = _("items put off")

    def __str__(self):
        return f"{self.key} {self.until}"


class Mark(models.Model):
    """One sign by which a startup is known again, in the form in which two spellings of it are equal."""

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        SKELETON = "skeleton", _("name without its vowels")
        SITE = "site", _("site")
        NUMBER = "number", _("company number")

    startup = models.ForeignKey(Startup, models.CASCADE, related_name="marks", verbose_name=_("startup"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("value"), max_length=200)
    shown = models.CharField(_("as it stands there"), max_length=200)

    class Meta:
        verbose_name = _("mark of a startup")
        verbose_name_plural = _("marks of startups")
        constraints = [models.UniqueConstraint(fields=["startup", "kind", "value"], name="mark_once")]
        indexes = [
            models.Index("kind", "value", name="mark_equal"),
            GinIndex(OpClass("value", "gin_trgm_ops"), name="mark_alike", condition=Q(kind="name")),
        ]

    def __str__(self):
        return f"{self.kind}: {self.value}"


class Compared(models.Model):
    """As which version a startup was last compared with the others. Versions and no clock say what is due."""

    startup = models.OneToOneField(Startup, models.CASCADE, related_name="compared", verbose_name=_("startup"))
    revision = models.PositiveIntegerField(_("revision"))
    draft_version = models.PositiveIntegerField(_("version of the draft"))
    last_verification = models.PositiveBigIntegerField(_("newest verification"), default=0)

    class Meta:
        verbose_name = _("comparison of a startup")
        verbose_name_plural = _("comparisons of startups")

    def __str__(self):
        return f"{self.startup_id}: {self.revision}"


class Duplicate(models.Model):
    """Two startups that may be one, and what a curator has said of it."""

    class Answer(models.TextChoices):
        SAME = "same", _("The same: merged")
        DIFFERENT = "different", _("Not the same")

    class Why(models.TextChoices):
        NAME = "name", _("Names alike")
        SKELETON = "skeleton", _("Names sound alike")
        SITE = "site", _("Same site")
        NUMBER = "number", _("Same company number")
        TEXT = "text", _("Texts say the same")
        CURATOR = "curator", _("Named by a curator")

    first = models.ForeignKey(Startup, models.CASCADE, related_name="+", verbose_name=_("first"))
    second = models.ForeignKey(Startup, models.CASCADE, related_name="+", verbose_name=_("second"))
    reasons = models.JSONField(
        _("reasons"), default=list, help_text=_("Each with what stands in the first, in the second, and how alike.")
    )
    found_at = models.DateTimeField(_("found"), default=timezone.now, editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    at = models.DateTimeField(_("answered"), null=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspected duplicate")
        verbose_name_plural = _("suspected duplicates")
        ordering = ["found_at", "pk"]
        constraints = [
            # Found from either side, and twice at once, it is one row.
            models.UniqueConstraint(Least("first", "second"), Greatest("first", "second"), name="duplicate_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="duplicate_of_another"),
        ]

    def __str__(self):
        return f"{self.first} · {self.second}"

    def other_than(self, pk):
        return self.second_id if self.first_id == pk else self.first_id


class Merger(models.Model):
    """One entry was merged into another: who did it, and everything that it takes to undo it.

    `changes` holds {"app.Model": {"column": [[id, before, after]]}}, `aside` rows that could not stay beside another
    one, `content` the kept profile's own rows and columns where something was taken from the other one.
    """

    UNDOABLE = timedelta(days=30)

    kept = models.ForeignKey(Startup, models.CASCADE, related_name="mergers", verbose_name=_("kept"))
    gone = models.ForeignKey(Startup, models.CASCADE, related_name="mergers_into", verbose_name=_("merged into it"))
    was = models.CharField(_("status before"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by")
    )
    at = models.DateTimeField(_("merged"), default=timezone.now, editable=False)
    taken = models.JSONField(_("taken from the other one"), default=list)
    changes = models.JSONField(_("changed columns"), default=dict)
    aside = models.JSONField(_("rows put aside"), default=list)
    content = models.JSONField(_("profile before"), default=dict)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True)
    finished_at = models.DateTimeField(_("no longer to be undone"), null=True)

    objects = MergerQuerySet.as_manager()

    class Meta:
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.gone} → {self.kept}"

    @property
    def undoable_until(self):
        return self.at + self.UNDOABLE

    @property
    def is_undoable(self) -> bool:
        return self.undone_at is None and self.finished_at is None and timezone.now() < self.undoable_until


class SafeEdit(models.Model):
    """A small edit of verified owners that was published without review.

    `changes` holds for each place of the document what stood there and what stands there now: that takes it back, and
    nothing else of the listing, its contact least of all, is kept a second time.
    """

    # So long it stands in the list of today, and can be taken back, unless a curator has looked at it.
    SHOWN_FOR = timedelta(days=30)

    class Outcome(models.TextChoices):
        SEEN = "seen", _("seen")
        UNDONE = "undone", _("taken back")
        REVIEWED = "reviewed", _("put back into review")

    startup = models.ForeignKey(
        Startup, models.CASCADE, null=True, related_name="safe_edits", verbose_name=_("startup")
    )
    need = models.ForeignKey(Need, models.CASCADE, null=True, related_name="safe_edits", verbose_name=_("need"))
    changes = models.JSONField(_("changes"))
    revision = models.PositiveIntegerField(_("revision that it made"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("edited by")
    )
    at = models.DateTimeField(_("published"), default=timezone.now, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("looked at by")
    )

    objects = SafeEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("edit published by itself")
        verbose_name_plural = _("edits published by themselves")
        ordering = ["-at", "-id"]
        constraints = [exactly_one_listing("safe_edit_of_one_listing")]

    def __str__(self):
        return f"{self.listing} {self.at:%Y-%m-%d}"

    @property
    def listing(self) -> Startup | Need:
        return self.startup or self.need


class Absence(models.Model):
    """A curator is away, and who looks after the desk meanwhile. Both days count."""

    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("curator")
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    cover = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="covered_absences",
        verbose_name=_("covered by"),
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence of a curator")
        verbose_name_plural = _("absences of curators")
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_days_in_order"),
            models.CheckConstraint(condition=~Q(cover=F("curator")), name="absence_covered_by_another"),
        ]

    def __str__(self):
        return f"{self.curator} {self.first_day} – {self.last_day}"
