"""What keeps invented listings from standing among real ones. Asked by every command that loads some."""

from django.core.management.base import CommandError

from cities.models import Need
from startups.models import Startup


def refuse_beside_real_listings() -> None:
    """Raises CommandError when this database holds a listing that is not invented."""
    real = Startup.objects.filter(is_demo=False).count() + Need.objects.filter(is_demo=False).count()
    if real:
        raise CommandError(
            f"This database holds {real} real listings; demo data among them would mislead. Use --force to load it."
        )
