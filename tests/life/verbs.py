"""A listing of either kind, its verbs and what can be read of it."""

from copy import deepcopy
from datetime import date, timedelta

import cities.services
import startups.services
from cities.models import Need
from listings.models import Listing
from startups.models import Startup
from tests.listings import NEED, PROFILE

SERVICES = {Startup: startups.services, Need: cities.services}
DOCUMENTS = {Startup: PROFILE, Need: NEED}
LATER = date.today() + timedelta(days=90)


def verbs(listing: Listing):
    return SERVICES[type(listing)]


def titled(listing: Listing, title: str) -> dict:
    """The document the listing was published from, with another headline or title."""
    document = deepcopy(DOCUMENTS[type(listing)])
    document["texts"]["en"]["headline" if isinstance(listing, Startup) else "title"] = title
    return document


def title(listing: Listing) -> str:
    return str(type(listing).objects.get(pk=listing.pk).text_for("en"))


def trail(listing: Listing) -> list[tuple]:
    return list(listing.transitions.order_by("id").values_list("verb", "was", "became", "why"))


def status(listing: Listing) -> str:
    return type(listing).objects.get(pk=listing.pk).status
