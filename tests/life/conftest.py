"""A listing of each kind: live, and never published."""

import pytest

import cities.services
import startups.services
from accounts.models import User
from cities.models import City, Department
from listings.models import Listing
from tests.listings import drafted, verify
from tests.people import person


@pytest.fixture
def writer() -> User:
    return person("writer@x.example")


@pytest.fixture(params=["startup", "need"])
def live(request, db) -> Listing:
    listing = request.getfixturevalue(request.param)
    if request.param == "need":
        verify(listing.department)
    return listing


@pytest.fixture(params=["startup", "need"])
def fresh(request, writer) -> Listing:
    """Never published, its draft complete."""
    if request.param == "startup":
        listing = startups.services.begin("Testlisten", writer)
    else:
        handan = Department.objects.create(
            city=City.objects.get(pk="130400"), kind_id="WATER", name_zh="邯郸市水务局", name_en="Handan Water"
        )
        listing = cities.services.begin(verify(handan), writer)
    drafted(listing, by=writer)
    return listing
