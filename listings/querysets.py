from django.contrib.postgres.search import SearchRank
from django.db import models
from django.db.models import F

from listings.models import OUT_OF_HAND, Draft, Status
from listings.search import search_query


class ListingQuerySet(models.QuerySet):
    def listed(self):
        """Published: what readers may find. Who among them is `visible_to`'s question."""
        return self.filter(status=Status.PUBLISHED)

    def reviewable_by(self, user):
        """Those whose draft waits for this curator, the longest waiting first; nothing for anybody else."""
        if not (user.is_authenticated and user.is_curator):
            return self.none()
        waiting = self.filter(draft__state=Draft.State.IN_REVIEW).exclude(status__in=OUT_OF_HAND)
        return waiting.order_by("draft__submitted_at", "pk")

    def due(self):
        """Changed since the engine last scored them."""
        return self.filter(scored_revision__lt=F("revision"))

    def search_words(self, text: str):
        """Those holding every word of the text (words, Chinese bigrams), best first."""
        query = search_query(text)
        if query is None:
            return self.none()
        return self.filter(search=query).order_by(SearchRank("search", query).desc(), "-id")
