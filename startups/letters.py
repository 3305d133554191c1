"""Mails about a startup, each in the language of the person it goes to. Called after the commit they tell of."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override

from accounts.models import User
from listings.tasks import ring, send_letter
from startups.models import Claim, Invitation, Member, Startup

FOLDER = "startups/letters"


def invite(invitation: Invitation, token: str) -> None:
    """To somebody who may have no account yet: in their language if we know it, else in that of the page."""
    reader = User.objects.filter(email=invitation.email).first()
    language = (reader and reader.language) or get_language() or settings.LANGUAGE_CODE
    with override(language):
        link = reverse("startups:join", args=[token])
    about = {"startup": invitation.startup.name, "by": str(invitation.invited_by), "role": invitation.role}
    ring(send_letter, f"{FOLDER}/invitation.txt", invitation.email, language, about | {"path": link})


def became_owner(member: Member) -> None:
    _to(member.user, "owner", member.startup, "startups:members")


def somebody_claims(startup: Startup, claimant: User, members: Iterable[User]) -> None:
    for member in members:
        _to(member, "claimed", startup, "startups:members", who=str(claimant), email=claimant.email)


def claim_decided(claim: Claim) -> None:
    page = "startups:workspace" if claim.outcome == Claim.Outcome.GRANTED else "startups:profile"
    _to(claim.user, "claim_decided", claim.startup, page, outcome=claim.outcome, why=claim.why)


def remind_owners(today: date) -> None:
    """Once at 11 months and once at 13: does all of the profile still hold?"""
    for startup in Startup.objects.due_for_reminder(today):
        # Written first: of two workers at once, only one finds it due.
        if Startup.objects.due_for_reminder(today).filter(pk=startup.pk).update(reminded_on=today):
            confirm_again(startup)


def confirm_again(startup: Startup) -> None:
    """The yearly question, to every owner."""
    about = {"is_stale": startup.is_stale, "since": str(startup.last_confirmed_on)}
    for member in startup.members.filter(role=Member.Role.OWNER).select_related("user"):
        _to(member.user, "confirm", startup, "startups:reconfirm", **about)


def _to(reader: User, letter: str, startup: Startup, page: str, **about: Any) -> None:
    if not reader.email:
        return
    language = reader.language or settings.LANGUAGE_CODE
    with override(language):
        path = reverse(page, args=[startup.slug])
    ring(send_letter, f"{FOLDER}/{letter}.txt", reader.email, language, about | {"startup": startup.name, "path": path})
