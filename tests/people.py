"""The three people of every test, and a curator. `outsider` is an official of another city."""

import pytest

from accounts.models import User
from cities.models import City, Department, Official
from startups.models import Member, Startup


def person(email: str, **fields) -> User:
    return User.objects.create_user(email, "a long enough password", **fields)


@pytest.fixture
def owner(db, startup: Startup) -> User:
    user = person("owner@startup.example", full_name="Owner")
    Member.objects.create(startup=startup, user=user, role=Member.Role.OWNER)
    return user


@pytest.fixture
def official(db, department: Department) -> User:
    user = person("official@city.example", full_name="Official")
    Official.objects.create(department=department, user=user)
    return user


@pytest.fixture
def outsider(db) -> User:
    user = person("outsider@elsewhere.example", full_name="Outsider")
    elsewhere = Department.objects.create(
        city=City.objects.get(slug="kunming"),
        kind_id="WATER",
        name_zh="昆明市水务局",
        name_en="Kunming Water Affairs Bureau",
    )
    Official.objects.create(department=elsewhere, user=user)
    return user


@pytest.fixture
def curator(db) -> User:
    return person("curator@platform.example", full_name="Curator", is_curator=True, is_staff=True)
