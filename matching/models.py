from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from cities.models import Need
from listings.models import Language, ProseField, reader_language
from matching.querysets import DecisionQuerySet, MatchQuerySet, RulingQuerySet, RunQuerySet, UnglossedQuerySet
from startups.models import Startup
from taxonomy import codes

# Kept for each need and each startup; shown are fewer, so that a withdrawal leaves no gap that needs a refill.
KEPT = 80
SHOWN = 50


class Band(models.IntegerChoices):
    """What a score means, in words. Edges and observed rates: matching/engine/bands.py."""

    # Only a pair that a curator placed is ever stored with it.
    HIDDEN = 0, _("Below the floor")
    SAME_FIELD = 1, _("Same field")
    WORTH_A_LOOK = 2, _("Worth a look")
    STRONG = 3, _("Strong")


# The two top bands: candidates that can be defended.
GOOD = (Band.WORTH_A_LOOK, Band.STRONG)


class RealField(models.FloatField):
    """A four-byte float: parts are shown with two digits."""

    def db_type(self, connection: Any) -> str:
        return "real"


class Match(models.Model):
    """One suggested pair. Can be thrown away and rebuilt, so nothing points here.

    The ranks are the place in the need's list of startups and in the startup's list of needs; a pair may be in only
    one of the two. `parts` follow the order of the engine's factors and add up to the score.
    """

    # Without constraints in the database: every read joins what is listed, so a pair that outlived its subject is never
    # seen and goes with the next run; with them a run could not exchange the table without locking both sides' tables.
    # Without indexes of their own: those below begin with each of the two.
    need = models.ForeignKey(
        Need, models.CASCADE, related_name="matches", verbose_name=_("need"), db_constraint=False, db_index=False
    )
    startup = models.ForeignKey(
        Startup, models.CASCADE, related_name="matches", verbose_name=_("startup"), db_constraint=False, db_index=False
    )
    need_rank = models.PositiveSmallIntegerField(_("rank for the need"), null=True)
    startup_rank = models.PositiveSmallIntegerField(_("rank for the startup"), null=True)
    score = RealField(_("score"))
    band = models.PositiveSmallIntegerField(_("band"), choices=Band)
    parts = ArrayField(RealField(), verbose_name=_("parts"))
    weights_version = models.CharField(_("weights"), max_length=40)
    snapshot_version = models.CharField(_("corpus snapshot"), max_length=40)
    scored_at = models.DateTimeField(_("scored"), default=timezone.now)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["need", "need_rank"]
        constraints = [
            # Two rematches at once must not double a list.
            models.UniqueConstraint(fields=["need", "startup"], name="match_once"),
        ]
        indexes = [
            # A need is in many more startups' lists than it has places in its own.
            models.Index("need", "need_rank", condition=Q(need_rank__isnull=False), name="match_of_need"),
            models.Index("startup", "startup_rank", name="match_of_startup"),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} · {self.startup_id}"


class TextVector(models.Model):
    """The embedding of one text of one object, by model and hash: only changed text is embedded again."""

    class Subject(models.TextChoices):
        STARTUP = "startup", _("Startup")
        NEED = "need", _("Need")
        TECHNOLOGY = "technology", _("Technology")
        TOPIC = "topic", _("Topic")
        PHRASE = "phrase", _("Sentence of a listing")

    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    key = models.CharField(_("id or code"), max_length=20)
    model = models.CharField(_("encoder"), max_length=80)
    text_hash = models.CharField(_("hash of the text"), max_length=64)
    vector = VectorField()

    class Meta:
        verbose_name = _("text vector")
        verbose_name_plural = _("text vectors")
        constraints = [models.UniqueConstraint(fields=["subject", "key", "model"], name="text_vector_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.key}"


class Likeness(models.Model):
    """One listing like another of its side. Kept for the one that was compared; read from both ends.

    Can be thrown away and made again, like a match; an end that is listed no more is seen by nobody.
    """

    subject = models.CharField(
        _("subject"), max_length=12, choices=[(own.value, own.label) for own in TextVector.Subject][:2]
    )
    first = models.BigIntegerField(_("the one compared"))
    second = models.BigIntegerField(_("the other"))
    closeness = RealField(_("closeness"))
    is_same = models.BooleanField(_("the same need"), default=False)

    class Meta:
        verbose_name = _("likeness")
        verbose_name_plural = _("likenesses")
        constraints = [models.UniqueConstraint(fields=["subject", "first", "second"], name="likeness_once")]
        indexes = [models.Index("subject", "second", name="likeness_from_the_other")]

    def __str__(self) -> str:
        return f"{self.subject} {self.first} ~ {self.second}"


class Snapshot(models.Model):
    """Corpus statistics of one moment. Edits use the current one, only a nightly run makes a new one."""

    version = models.CharField(_("version"), max_length=40, unique=True)
    data = models.BinaryField(_("statistics"))
    glossary = models.JSONField(
        _("glossary"), default=dict, help_text=_("Terms of curators by language, as they stood then.")
    )
    startups = models.PositiveIntegerField(_("startups"), default=0)
    is_current = models.BooleanField(_("current"), default=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("corpus snapshot")
        verbose_name_plural = _("corpus snapshots")
        constraints = [
            models.UniqueConstraint("is_current", condition=Q(is_current=True), name="one_current_snapshot"),
        ]

    def __str__(self) -> str:
        return self.version


class UnglossedWord(models.Model):
    """A Chinese or Hebrew word of the listed texts that no glossary holds, as it was last counted.

    `read_as`: the dictionary's guess by which ranking goes, best first; empty for a word that it does not know either.
    `needs` and `startups`: ids of some listings that hold it; `listings` says of how many in all.
    """

    class Origin(models.TextChoices):
        DICTIONARY = "dictionary", _("dictionary")
        PART = "part", _("its parts")
        UNKNOWN = "unknown", _("not found")

    language = models.CharField(_("language"), max_length=2, choices=Language)
    word = models.CharField(_("word"), max_length=40)
    origin = models.CharField(_("read by"), max_length=10, choices=Origin)
    read_as = ArrayField(models.CharField(max_length=80), verbose_name=_("read as"), default=list)
    occurrences = models.PositiveIntegerField(_("occurrences"))
    listings = models.PositiveIntegerField(_("listings"))
    needs = ArrayField(models.BigIntegerField(), verbose_name=_("some needs"), default=list)
    startups = ArrayField(models.BigIntegerField(), verbose_name=_("some startups"), default=list)
    counted_at = models.DateTimeField(_("counted"), default=timezone.now)

    objects = UnglossedQuerySet.as_manager()

    class Meta:
        verbose_name = _("word without an entry in a glossary")
        verbose_name_plural = _("words without an entry in a glossary")
        ordering = ["-listings", "-occurrences", "pk"]
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="unglossed_word_once")]

    def __str__(self) -> str:
        return self.word


class WeightSet(models.Model):
    """The engine's weights with those of some factors multiplied. Every stored match names the one it was scored with.

    The experts' set multiplies nothing. A learned one starts at the engine's weights of version `base`, and is of no
    use any more when the engine's are of another.
    """

    version = models.CharField(_("version"), max_length=40, unique=True)
    base = models.CharField(_("engine's weights"), max_length=40)
    multipliers = models.JSONField(_("multipliers"), default=dict)
    learned_from = models.JSONField(_("learned from"), default=dict)
    evidence = models.CharField(_("hash of what it was learned from"), max_length=64, blank=True)
    comparison = models.JSONField(_("compared with the set before"), default=dict)
    loses = models.BooleanField(_("loses against the set before"), default=False)
    is_current = models.BooleanField(_("current"), default=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("set of weights")
        verbose_name_plural = _("sets of weights")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint("is_current", condition=Q(is_current=True), name="one_current_weight_set"),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def is_learned(self) -> bool:
        return self.version != self.base


class WeightChoice(models.Model):
    """Which set of weights is to be used from the next run on; the last choice counts.

    Without `by` it was the nightly learning. A held choice is kept until a curator lets learning go on.
    """

    weights = models.ForeignKey(WeightSet, models.PROTECT, related_name="choices", verbose_name=_("weights"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("chosen by")
    )
    is_held = models.BooleanField(_("held"), default=False)
    at = models.DateTimeField(_("chosen"), default=timezone.now)

    class Meta:
        verbose_name = _("choice of weights")
        verbose_name_plural = _("choices of weights")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.weights_id} · {self.at:%Y-%m-%d}"


class Nudge(models.Model):
    """What the last run's lists made of a startup's exposure (matching/exposure): it moves among near-equals only.

    In units of the score, added for the order of needs' lists and for nothing else; most startups have none.
    """

    startup = models.OneToOneField(
        # Without a constraint, as the matches are: a run must not fail over a startup that was just deleted.
        Startup,
        models.CASCADE,
        primary_key=True,
        db_constraint=False,
        verbose_name=_("startup"),
    )
    size = models.FloatField(_("size"))

    class Meta:
        verbose_name = _("nudge")
        verbose_name_plural = _("nudges")

    def __str__(self) -> str:
        return f"{self.startup_id} {self.size:+.3f}"


class Run(models.Model):
    """One full rematch: its inputs' versions, its blocks' progress, its outcome."""

    class Kind(models.TextChoices):
        FULL = "full", _("Full rematch")
        NIGHTLY = "nightly", _("Nightly rematch with new corpus statistics")

    class State(models.TextChoices):
        EMBEDDING = "embedding", _("Reading texts")
        SCORING = "scoring", _("Scoring")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FULL)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.EMBEDDING)
    versions = models.JSONField(_("versions"), default=dict)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="runs", verbose_name=_("snapshot"))
    weights = models.ForeignKey(WeightSet, models.PROTECT, null=True, related_name="runs", verbose_name=_("weights"))
    texts_total = models.PositiveIntegerField(_("texts to read"), default=0)
    texts_done = models.PositiveIntegerField(_("texts read"), default=0)
    needs = models.PositiveIntegerField(_("needs"), default=0)
    startups = models.PositiveIntegerField(_("startups"), default=0)
    matches = models.PositiveIntegerField(_("matches"), default=0)
    changes = models.JSONField(_("changes"), default=dict, help_text=_("Of the stored lists: matching/comparing.py."))
    error = models.TextField(_("error"), blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("started by")
    )
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("stopped by")
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("matching run")
        verbose_name_plural = _("matching runs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.STOPPED}


class RunBlock(models.Model):
    """One segment of a run's startups, by its number: one Celery task.

    Its result waits here until the closing task merges all blocks; what the last place of each need's list has reached
    spares the blocks after it what cannot enter any more.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="blocks", verbose_name=_("run"))
    number = models.PositiveIntegerField(_("number"))
    reached = models.BinaryField(_("last places"), null=True)
    result = models.BinaryField(_("partial lists"), null=True)

    class Meta:
        verbose_name = _("block of a run")
        verbose_name_plural = _("blocks of runs")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="run_block_once")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class Side(models.TextChoices):
    """Each side decides on a pair for itself; neither learns what the other said."""

    CITY = "city", _("The city's department")
    STARTUP = "startup", _("The startup")


class Verb(models.TextChoices):
    SHORTLIST = "shortlist", _("Shortlist")
    NOT_NOW = "not_now", _("Not now")
    NO = "no", _("No")


# The code list of a side's reasons for a no. `acts_on_other_needs` marks those that are about the other side as such.
REASON_LISTS = {Side.CITY: "reason_no", Side.STARTUP: "reason_pass"}


def decision_key(side: str, need_id: int, startup_id: int) -> str:
    """What stands for the decision on a page: its anchor, and where htmx puts the answer."""
    return f"decision-{side}-{need_id}-{startup_id}"


class Decision(models.Model):
    """What one side says of a pair. It points at need and startup, never at a match: those come and go.

    An empty `verb` is a decision taken back; the row stays for its note and its history. Score, band, parts and version
    are those of the match when it was decided, empty for a pair that was in no list.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="decisions", verbose_name=_("need"))
    startup = models.ForeignKey(Startup, models.CASCADE, related_name="decisions", verbose_name=_("startup"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    verb = models.CharField(_("decision"), max_length=10, choices=Verb, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    words = ProseField(_("in their own words"), max_length=1_000)
    place = models.PositiveSmallIntegerField(_("place on the shortlist"), default=0)
    note = ProseField(_("private note"), max_length=2_000)
    note_version = models.PositiveIntegerField(_("version of the note"), default=0, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    at = models.DateTimeField(_("decided"), default=timezone.now)
    score = RealField(_("score"), null=True)
    band = models.PositiveSmallIntegerField(_("band"), choices=Band, null=True)
    parts = ArrayField(RealField(), verbose_name=_("parts"), default=list)
    weights_version = models.CharField(_("weights"), max_length=40, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]
        constraints = [
            # Two clicks, or two people of one side, at once.
            models.UniqueConstraint(fields=["need", "startup", "side"], name="decision_once_a_side"),
            models.CheckConstraint(
                condition=Q(verb=Verb.NO) & ~Q(reason="") | ~Q(verb=Verb.NO) & Q(reason="", words=""),
                name="decision_no_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} · {self.startup_id} · {self.side}: {self.verb}"

    @property
    def reason_label(self) -> str:
        return codes.label(REASON_LISTS[Side(self.side)], self.reason)


class DecisionChange(models.Model):
    """One change of a decision: the audit trail, and what an undo goes back to."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="changes", verbose_name=_("decision"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    was = models.CharField(_("from"), max_length=10, choices=Verb, blank=True)
    became = models.CharField(_("to"), max_length=10, choices=Verb, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    words = ProseField(_("in their own words"), max_length=1_000)
    is_undo = models.BooleanField(_("undo"), default=False)

    class Meta:
        verbose_name = _("change of a decision")
        verbose_name_plural = _("changes of decisions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was} > {self.became}"


class RulingVerb(models.TextChoices):
    PIN = "pin", _("Placed first")
    VETO = "veto", _("Taken out")


# The code list of a curator's reasons.
RULING_REASONS = {RulingVerb.PIN: "reason_pin", RulingVerb.VETO: "reason_veto"}


class Reasoned(models.Model):
    """Why a curator ruled so, in words that every reader of the pair can read: a code, and what was added to it."""

    reason = models.CharField(_("reason"), max_length=40, blank=True)
    words = models.JSONField(
        _("in the curator's words"), default=dict, blank=True, help_text=_("By language: en, zh, he.")
    )

    class Meta:
        abstract = True

    @property
    def words_shown(self) -> str:
        return self.words.get(reader_language()) or self.words.get(Language.ENGLISH, "")


class Ruling(Reasoned):
    """What a curator rules on a pair, for both sides: placed first in both lists, or taken out of both.

    It points at need and startup, never at a match. An empty `verb` is a ruling taken back. Score, band, parts and
    versions are those of the pair: a placed one that no search finds stands in the lists with them (matching/pins.py).
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="rulings", verbose_name=_("need"))
    startup = models.ForeignKey(Startup, models.CASCADE, related_name="rulings", verbose_name=_("startup"))
    verb = models.CharField(_("ruling"), max_length=10, choices=RulingVerb, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("ruled by")
    )
    at = models.DateTimeField(_("ruled"), default=timezone.now)
    score = RealField(_("score"), default=0)
    band = models.PositiveSmallIntegerField(_("band"), choices=Band, default=Band.HIDDEN)
    parts = ArrayField(RealField(), verbose_name=_("parts"), default=list)
    weights_version = models.CharField(_("weights"), max_length=40, blank=True)
    snapshot_version = models.CharField(_("corpus snapshot"), max_length=40, blank=True)

    objects = RulingQuerySet.as_manager()

    class Meta:
        verbose_name = _("curator's ruling")
        verbose_name_plural = _("curators' rulings")
        ordering = ["-at", "-pk"]
        constraints = [
            # Two clicks, or two curators, at once.
            models.UniqueConstraint(fields=["need", "startup"], name="ruling_once_a_pair"),
            models.CheckConstraint(
                condition=Q(verb="", reason="") | ~Q(verb="") & ~Q(reason=""), name="ruling_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} · {self.startup_id}: {self.verb}"

    @property
    def reason_label(self) -> str:
        return codes.label(RULING_REASONS[RulingVerb(self.verb)], self.reason) if self.verb else ""


class RulingChange(Reasoned):
    """One change of a ruling: the audit trail, and what an undo goes back to."""

    ruling = models.ForeignKey(Ruling, models.CASCADE, related_name="changes", verbose_name=_("ruling"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    was = models.CharField(_("from"), max_length=10, choices=RulingVerb, blank=True)
    became = models.CharField(_("to"), max_length=10, choices=RulingVerb, blank=True)
    is_undo = models.BooleanField(_("undo"), default=False)

    class Meta:
        verbose_name = _("change of a ruling")
        verbose_name_plural = _("changes of rulings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was} > {self.became}"

    @property
    def reason_label(self) -> str:
        return codes.label(RULING_REASONS[RulingVerb(self.became)], self.reason) if self.became else ""


class Visit(models.Model):
    """What one person has been shown of one list, so that what is new since their last visit can be marked.

    `known` are the ids on the other side that earlier visits showed, `shown` those of this visit.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    need = models.ForeignKey(Need, models.CASCADE, null=True, related_name="+", verbose_name=_("need"))
    startup = models.ForeignKey(Startup, models.CASCADE, null=True, related_name="+", verbose_name=_("startup"))
    known = ArrayField(models.BigIntegerField(), verbose_name=_("known before this visit"), default=list)
    shown = ArrayField(models.BigIntegerField(), verbose_name=_("shown"), default=list)
    at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        verbose_name = _("visit of a list")
        verbose_name_plural = _("visits of lists")
        constraints = [
            models.UniqueConstraint(fields=["user", "need"], name="visit_of_a_need_once"),
            models.UniqueConstraint(fields=["user", "startup"], name="visit_of_a_startup_once"),
            models.CheckConstraint(
                condition=Q(need__isnull=True) ^ Q(startup__isnull=True), name="visit_of_a_need_or_of_a_startup"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.need_id or self.startup_id}"
