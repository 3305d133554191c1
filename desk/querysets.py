from datetime import date

from django.db import models


class PostponementQuerySet(models.QuerySet):
    def standing(self, today: date):
        """Those whose day has not come."""
        return self.filter(until__gt=today)
