from typing import Self

from django.db import models
from django.db.models import Prefetch, Q


class ReferenceQuerySet(models.QuerySet):
    def current(self) -> Self:
        """What may be chosen today. Retired rows stay, so that what was stored with them still has a name."""
        return self.filter(is_retired=False)


class SectorQuerySet(ReferenceQuerySet):
    def with_technologies(self) -> Self:
        """Each with its current technologies."""
        from taxonomy.models import Technology

        return self.prefetch_related(Prefetch("technologies", Technology.objects.current()))


class DomainQuerySet(ReferenceQuerySet):
    def with_topics(self) -> Self:
        """Each with its current topics."""
        from taxonomy.models import Topic

        return self.prefetch_related(Prefetch("topics", Topic.objects.current()))


class GlossaryQuerySet(models.QuerySet):
    def ranking(self) -> Self:
        """Those that say something in English; the others leave their word to the dictionary."""
        return self.exclude(english=[])

    def containing(self, words: str) -> Self:
        """Whose term or English holds these words."""
        return self.filter(Q(term__icontains=words) | Q(english__icontains=words)) if words else self
