"""The verbs of the desk itself. What is done to a listing is done by that listing's own services."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction

import cities.letters
import startups.letters
from accounts.models import User
from cities.models import Need
from desk.letters import tell_cover
from desk.models import Absence, Postponement
from startups.models import Startup

# Whom we asked has so long to answer before the item is there again.
TIME_TO_ANSWER = timedelta(days=30)


def put_off(key: str, until: date, by: User) -> Postponement:
    """Take the item `key` from everybody's list until that day. Put off again, the later word counts."""
    return Postponement.objects.update_or_create(key=key, defaults={"until": until, "by": by})[0]


def put_off_to_tomorrow(key: str, by: User) -> Postponement:
    """As `put_off`, for whoever wants to sleep on it."""
    return put_off(key, date.today() + timedelta(days=1), by)


def take_up(key: str) -> None:
    """Have the item back in the list of today."""
    Postponement.objects.filter(key=key).delete()


def stale_key(listing: Startup | Need) -> str:
    """The key of the item that says that nobody has confirmed the listing for long."""
    return f"stale.{listing._meta.model_name}.{listing.pk}"


@transaction.atomic
def ask_to_confirm(listing: Startup | Need, by: User) -> Postponement:
    """Mail the listing's people, each in their language, whether all of it still holds; wait a month for the answer."""
    ask = startups.letters.confirm_again if isinstance(listing, Startup) else cities.letters.confirm_again
    transaction.on_commit(partial(ask, listing))
    return put_off(stale_key(listing), date.today() + TIME_TO_ANSWER, by)


@transaction.atomic
def go_away(curator: User, first_day: date, last_day: date, cover: User | None) -> Absence:
    """The curator is away from one day to the other; who covers is told by mail. Said twice, it is one absence."""
    days = {"curator": curator, "first_day": first_day, "last_day": last_day}
    absence, _created = Absence.objects.update_or_create(**days, defaults={"cover": cover})
    if cover:
        transaction.on_commit(partial(tell_cover, absence))
    return absence


def come_back(absence: Absence) -> None:
    """The curator is there again, or does not go."""
    absence.delete()
