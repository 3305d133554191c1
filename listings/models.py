from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from listings.validators import validate_plain_text


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    CHINESE = "zh", _("Chinese")
    HEBREW = "he", _("Hebrew")


def reader_language() -> str:
    """The active language as texts name it: en, zh or he."""
    return (get_language() or "en")[:2]


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")
    BLOCKED = "blocked", _("Blocked")
    MERGED = "merged", _("Merged into another entry")


# Where only a curator leads out, by the verb that undoes it: no verb of the owners moves such a listing.
OUT_OF_HAND = (Status.BLOCKED, Status.MERGED)


def index_of_order(name: str, *order, beside: tuple[str, ...]) -> models.Index:
    """Of an order in which published rows are listed. `beside` it stands what says whether a reader may see one, so
    that passing over a row does not read it."""
    return models.Index(*order, include=beside, condition=Q(status=Status.PUBLISHED), name=name)


class Listing(models.Model):
    """A published thing: a startup's profile or a city's need.

    `revision` rises with every change that a reader or the engine can notice; the engine writes the revision it has
    scored. Redis may lose the message between the two, so these columns, and no clock, say what is due.
    """

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT, db_index=True)
    published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    last_confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    is_demo = models.BooleanField(
        _("demo"), default=False, help_text=_("Invented, and marked so wherever it is shown.")
    )
    source = models.CharField(
        _("source"), max_length=120, blank=True, help_text=_("Where an imported listing came from.")
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    scored_revision = models.PositiveIntegerField(_("scored revision"), default=0, editable=False)
    draft_version = models.PositiveIntegerField(
        _("version of the draft"),
        default=0,
        editable=False,
        help_text=_("Rises with each save of a draft and never falls, so that a page of an older draft is noticed."),
    )
    search = SearchVectorField(_("search terms"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True
        indexes = [
            GinIndex("search", name="%(class)s_search"),
            models.Index("id", name="%(class)s_due", condition=Q(scored_revision__lt=F("revision"))),
        ]

    @property
    def is_listed(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def known_as(self) -> str:
        """What it is called, also before it has a title."""
        return str(self) or f"{self._meta.verbose_name} {self.pk}"

    def become_listed(self) -> None:
        """Published now; the first time is kept, because it breaks ties in the ranking."""
        self.status = Status.PUBLISHED
        self.published_at = self.published_at or timezone.now()
        self.last_confirmed_on = date.today()
        self.save(update_fields=["status", "published_at", "last_confirmed_on", "updated_at"])

    def text_for(self, language: str | None = None):
        """The text a reader of this language gets: their own, else English, else the language written first."""
        texts = {text.language: text for text in self.texts.all()}
        source = next((text for text in texts.values() if text.is_source), None)
        return texts.get(language or reader_language()) or texts.get(Language.ENGLISH) or source

    @property
    def text(self):
        return self.text_for()


class ListingText(models.Model):
    """The texts of one listing in one language. The language written first is the source."""

    class Origin(models.TextChoices):
        PERSON = "person", _("Written by a person")
        MACHINE = "machine", _("Translated by a machine")

    language = models.CharField(_("language"), max_length=2, choices=Language)
    is_source = models.BooleanField(_("written first"), default=False)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.PERSON)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)

    # What a published text says at least, where the language written first says it.
    needed: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def is_trusted(self) -> bool:
        """Written or reviewed by a person."""
        return self.origin == self.Origin.PERSON or self.reviewed_at is not None


def prose_fields(text_model: type[ListingText]) -> list[str]:
    """The names of what a person writes in a text, in the order of the model."""
    written = [field for field in text_model._meta.fields if field.get_internal_type() in {"CharField", "TextField"}]
    return [field.name for field in written if field.name not in {"language", "origin"}]


def whole_text(text: ListingText) -> str:
    """Everything that is written in one language, as it was written."""
    return " ".join(getattr(text, name) for name in prose_fields(type(text)))


class Draft(models.Model):
    """The whole listing as its owners want it next, in one document, while the live rows stay as they are."""

    class State(models.TextChoices):
        EDITING = "editing", _("Being written")
        IN_REVIEW = "in_review", _("In review")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")

    document = models.JSONField(_("document"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.EDITING, db_index=True)
    comments = models.JSONField(
        _("comments"), default=dict, blank=True, help_text=_("The curator's, each under the path of its field.")
    )
    reviews = models.JSONField(
        _("reviewed translations"),
        default=dict,
        blank=True,
        help_text=_("By language: which curator stands for a machine's text, when, and for which text."),
    )
    base_revision = models.PositiveIntegerField(_("written over revision"), default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True

    @property
    def version(self) -> int:
        """What a page was made from, for `keep_draft` and `approve` to compare."""
        return self.listing.draft_version


class LineField(models.CharField):
    """One line that a person typed."""

    default_validators = [validate_plain_text]


class ProseField(models.TextField):
    """Some paragraphs that a person typed. The limit holds in forms, in documents and in the database's check."""

    default_validators = [validate_plain_text]

    def __init__(self, *args, max_length=6_000, blank=True, **kwargs):
        super().__init__(*args, max_length=max_length, blank=blank, **kwargs)
