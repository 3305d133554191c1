"""What departments hold of a person (`accounts.personal_data`). Needs are the department's: they stay."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.personal_data import Holding
from cities.models import DepartmentVerification, Need, NeedDraft, NothingFits, Question, QuestionReport
from listings.holding import doings, forget_contact, verified


def export(user: User) -> dict[str, Any]:
    offices = user.offices.values("department__city__name_zh", "department__name_zh", "since")
    return {
        "departments": list(offices),
        "asked_to_join": list(user.join_requests.values("department__name_zh", "asked_at")),
        "said_nothing_fits": list(NothingFits.objects.filter(by=user).values("need", "reasons", "words", "at")),
        **_questions(user),
        **doings(Need, user),
        **verified(DepartmentVerification, "department", user),
    }


def _questions(user: User) -> dict[str, Any]:
    asked, answered = Question.objects.filter(asked_by=user), Question.objects.filter(answered_by=user)
    reported = QuestionReport.objects.filter(reported_by=user)
    return {
        "questions_asked": list(asked.values("need", "words", "asked_at", "answer", "why_blocked")),
        "questions_answered": list(answered.values("need", "answer", "answered_at")),
        "questions_blocked": list(Question.objects.filter(blocked_by=user).values("need", "why_blocked", "blocked_at")),
        "questions_reported": list(reported.values("question", "reported_at", "reason", "words", "outcome")),
        "question_reports_decided": list(
            QuestionReport.objects.filter(closed_by=user).values("question", "closed_at", "outcome")
        ),
    }


def _letters(user: User) -> Any:
    """Scans that the person handed in, to show who they are."""
    return DepartmentVerification.objects.filter(asked_by=user).exclude(letter="")


def files(user: User) -> Iterator[tuple[str, File]]:
    for row in _letters(user):
        yield f"letter-{row.pk}.jpg", row.letter


def erase(user: User) -> None:
    # What was answered stays for its readers, without the name; what nobody has answered is its asker's alone.
    Question.objects.filter(asked_by=user, answered_at=None).delete()
    for row in _letters(user):
        # Only once the rows are really gone: a file cannot be rolled back.
        transaction.on_commit(partial(row.letter.storage.delete, row.letter.name))
    DepartmentVerification.objects.filter(asked_by=user).update(letter="", note="", reason="")
    forget_contact(
        Need.objects.all(),
        NeedDraft.objects.filter(
            Q(need__department__officials__user=user) | Q(document__contact__email__iexact=user.email)
        ),
        user,
        acts_for=Q(department__officials__user=user),
    )
    if user.email:
        DepartmentVerification.objects.filter(contact__iexact=user.email).update(contact="")


HOLDING = Holding("cities", export, erase, files)
