from django.contrib.postgres.search import SearchRank
from django.db import models
from django.db.models import Case, F, FloatField, Value, When

from listings.models import OUT_OF_HAND, Draft, Status
from listings.search import search_query

# Reading the words of a listing to see how well they fit costs more than finding it.
MOST_RANKED = 1_000


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
        """Those holding every word of the text (words, Chinese bigrams), best first.

        Of more than `MOST_RANKED` only the newest so many are ranked, and the others follow by their age.
        """
        query = search_query(text)
        if query is None:
            return self.none()
        found = self.filter(search=query)
        ranked = found.order_by("-published_at", "-id").values("pk")[:MOST_RANKED]
        fit = Case(
            When(pk__in=ranked, then=SearchRank(F("search"), query)), default=Value(0), output_field=FloatField()
        )
        return found.order_by(fit.desc(), "-published_at", "-id")
