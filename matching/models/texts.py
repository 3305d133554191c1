from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from .matches import RealField


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
