from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone


class PostponementQuerySet(models.QuerySet):
    def standing(self, today: date):
        """Those whose day has not come."""
        return self.filter(until__gt=today)


class DuplicateQuerySet(models.QuerySet):
    def waiting(self):
        """Nobody has said yet whether they are the same, and both are still there."""
        standing = Q(first__merged_into=None, second__merged_into=None)
        return self.filter(standing, answer="").select_related("first", "second")

    def of(self, startup):
        return self.filter(Q(first=startup) | Q(second=startup))

    def between(self, one, other):
        """The row of these two, whichever was found first."""
        return self.filter(Q(first=one, second=other) | Q(first=other, second=one))


class MergerQuerySet(models.QuerySet):
    def recent(self):
        """Those that can still be undone, or were."""
        return self.filter(at__gt=timezone.now() - self.model.UNDOABLE).select_related("kept", "gone", "by")

    def old(self):
        """Too old to be undone, and not cleared away yet."""
        return self.filter(at__lte=timezone.now() - self.model.UNDOABLE, finished_at=None)


class SafeEditQuerySet(models.QuerySet):
    def to_be_seen(self):
        """Lately published, and looked at by no curator."""
        return self.filter(outcome="", at__gt=timezone.now() - self.model.SHOWN_FOR)


class AbsenceQuerySet(models.QuerySet):
    def standing(self, today: date):
        """Those that today falls into, or that are still to come."""
        return self.filter(last_day__gte=today)

    def now(self, today: date):
        return self.filter(first_day__lte=today, last_day__gte=today)

    def without_cover(self, today: date):
        """Now, and nobody looks after the desk: no cover was named, or the cover is away or no curator any more."""
        away = self.model.objects.now(today).filter(curator=OuterRef("cover"))
        return self.now(today).exclude(~Exists(away), cover__is_curator=True, cover__is_active=True)
