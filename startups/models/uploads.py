from datetime import date, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from listings.models import Language, LineField, reader_language
from startups.querysets import UploadQuerySet

from .profiles import Startup


def random_name(upload: "Upload", name: str) -> str:
    """What somebody called a file is no part of where it lies."""
    return f"startups/{uuid4().hex}.{name.rpartition('.')[2]}"


class Upload(models.Model):
    """A file of a profile, cleaned before it came here (startups/cleaning). Only `startups:file` hands it out.

    The draft's document names the files that the profile shall have; those of the published profile are `is_live`.
    """

    class Kind(models.TextChoices):
        LOGO = "logo", _("Logo")
        PICTURE = "picture", _("Picture")
        VIDEO = "video", _("Pitch video")
        CAPTIONS = "captions", _("Captions of the video")
        DECK = "deck", _("Deck")
        QR = "qr", _("WeChat QR code")

    KEPT_FOR = timedelta(days=30)

    key = models.UUIDField(_("key"), default=uuid4, unique=True, editable=False)
    startup = models.ForeignKey(Startup, models.CASCADE, related_name="uploads", verbose_name=_("startup"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    file = models.FileField(_("file"), upload_to=random_name)
    content_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveBigIntegerField(_("size"))
    width = models.PositiveSmallIntegerField(_("width"), null=True)
    height = models.PositiveSmallIntegerField(_("height"), null=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    caption_en = LineField(_("what it shows (English)"), max_length=160, blank=True)
    caption_zh = LineField(_("what it shows (Chinese)"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_live = models.BooleanField(_("published"), default=False)
    kept_until = models.DateField(_("kept until"), null=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ["position", "id"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.key}"

    def get_absolute_url(self):
        return reverse("startups:file", args=[self.startup.slug, self.key])

    def put_aside(self) -> None:
        """Readers see it no more; it stays while what took its place may still be taken back."""
        self.is_live, self.kept_until = False, date.today() + self.KEPT_FOR
        self.save(update_fields=["is_live", "kept_until"])

    @property
    def caption(self) -> str:
        return (self.caption_zh if reader_language() == "zh" else "") or self.caption_en or self.caption_zh
