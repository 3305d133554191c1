"""How a startup proves what it says: what its owners ask for. Answers are the verbs of `listings.verifying`."""

from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from accounts.models import User
from listings.tasks import ring, send_letter
from listings.verifying import ask
from startups.models import Deployment, Startup, StartupVerification
from startups.subjects import company_of, reference_of, site_of

Method = StartupVerification.Method


def ask_company(startup: Startup, number: str, by: User) -> StartupVerification:
    """A curator looks the number up in the register of companies."""
    return ask(startup, by, Method.COMPANY_NUMBER, company_of(startup), detail=number)[0]


@transaction.atomic
def ask_site(startup: Startup, mailbox: str, by: User) -> StartupVerification:
    """A link goes to `mailbox` at the domain of the site; whoever follows it can read that domain's mail.

    Raises `rest_framework.serializers.ValidationError` where the published profile names no site.
    """
    site = site_of(startup)
    if not site:
        raise ValidationError({"mailbox": [_("The published profile names no website.")]})
    row, is_new = ask(startup, by, Method.SITE_MAIL, site, contact=f"{mailbox}@{site}")
    if is_new:
        _mail(row, "site_mail", get_language() or "en", "startups:confirm-site", startup=startup.name)
    return row


@transaction.atomic
def ask_customer(startup: Startup, deployment: Deployment, address: str, by: User) -> StartupVerification:
    """The customer gets a link to this one reference; what they say, a curator looks at."""
    row, is_new = ask(startup, by, Method.CUSTOMER, reference_of(deployment), contact=address)
    if is_new:
        language = "zh-hans" if deployment.is_in_china else "en"
        _mail(row, "reference", language, "startups:reference", startup=startup.name)
    return row


def _mail(row: StartupVerification, letter: str, language: str, page: str, **about: Any) -> None:
    with override(language):
        about["path"] = reverse(page, args=[row.token])
    template = f"startups/letters/verify_{letter}.txt"
    transaction.on_commit(partial(ring, send_letter, template, row.contact, language, about))
