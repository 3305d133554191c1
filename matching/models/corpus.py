from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from listings.models import Language
from matching.querysets import UnglossedQuerySet


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
