"""The three people of every test, and a curator. `outsider` is an official of another city."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import Role, User
from accounts.services import agree
from cities.models import City, Department, Official
from startups.models import Member, Startup

PASSWORD = "a long enough password"


def person(email: str, **fields) -> User:
    """Somebody who has confirmed their address and agreed to the documents."""
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    agree(user, allows_transfer=False)
    return user


def with_second_factor(user: User) -> User:
    TOTP.activate(user, generate_totp_secret())
    return user


@pytest.fixture
def owner(db, startup: Startup) -> User:
    user = person("owner@startup.example", full_name="Owner", role=Role.FOUNDER)
    Member.objects.create(startup=startup, user=user, role=Member.Role.OWNER)
    return user


@pytest.fixture
def official(db, department: Department) -> User:
    user = person("official@city.example", full_name="Official", role=Role.OFFICIAL)
    Official.objects.create(department=department, user=user)
    return user


@pytest.fixture
def outsider(db) -> User:
    user = person("outsider@elsewhere.example", full_name="Outsider", role=Role.OFFICIAL)
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
    user = person("curator@platform.example", full_name="Curator", is_curator=True, is_staff=True)
    return with_second_factor(user)


@pytest.fixture
def admin_user(db) -> User:
    """pytest-django's superuser, with what the site asks of one."""
    user = person("admin@platform.example", is_curator=True, is_staff=True, is_superuser=True)
    return with_second_factor(user)
