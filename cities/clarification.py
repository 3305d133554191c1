"""The verbs on questions about a need. Whoever asks stays unnamed; the department's answer is for every reader."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework.exceptions import ValidationError

from accounts.models import User
from cities.models import Need, Question
from listings.reports import Report, close_reports
from listings.tasks import ring, send_letter

# Of one person about one need, as long as nobody has answered.
MOST_WAITING = 5
LETTERS = "cities/letters"


class AnsweredMeanwhile(Exception):  # noqa: N818 - what happened, not a failure
    """A colleague has answered, or changed the answer, since this page was made. Nothing was written: show both."""

    def __init__(self, question: Question):
        super().__init__("The question was answered meanwhile.")
        self.question = question


@transaction.atomic
def ask(need: Need, words: str, by: User) -> Question:
    """A question to the department; on commit its officials are told.

    Sent twice, it is asked once. Raises `rest_framework.serializers.ValidationError` where MOST_WAITING of this person
    wait for an answer already.
    """
    # Of two clicks the second waits here, and then finds what the first has asked.
    User.objects.select_for_update().get(pk=by.pk)
    own = need.questions.filter(asked_by=by)
    if asked := own.filter(words=words).first():
        return asked
    if own.waiting().count() >= MOST_WAITING:
        raise ValidationError(
            {"words": [_("%(most)s of your questions wait for an answer here already.") % {"most": MOST_WAITING}]}
        )
    question = need.questions.create(words=words, asked_by=by)
    for official in User.objects.filter(offices__department=need.department_id, is_active=True):
        _mail(official, "asked", question, usual="zh-hans")
    return question


@transaction.atomic
def answer(question: Question, words: str, by: User, over_version: int) -> Question:
    """Answer it for all readers, or put the answer in other words; the first time its asker is told, on commit.

    Raises AnsweredMeanwhile when the answer is not at `over_version` any more and says something else.
    """
    question = _locked(question)
    if question.answer == words:
        return question
    if question.answer_version != over_version:
        raise AnsweredMeanwhile(question)
    is_first = question.answered_at is None
    question.answer, question.answer_version = words, over_version + 1
    question.answered_by, question.answered_at = by, timezone.now()
    question.save(update_fields=["answer", "answer_version", "answered_by", "answered_at"])
    if is_first and question.asked_by:
        _mail(question.asked_by, "answered", question, usual="en")
    return question


@transaction.atomic
def block(question: Question, reason: str, by: User) -> Question:
    """Hide it from everybody but its asker, who reads why. That answers what readers reported."""
    question = _locked(question)
    close_reports(question.reports, Report.Outcome.BLOCKED, by)
    if question.blocked_at is None:
        _set_block(question, blocked_by=by, blocked_at=timezone.now(), why_blocked=reason)
    return question


@transaction.atomic
def unblock(question: Question) -> Question:
    """Readers find it again as it was."""
    question = _locked(question)
    _set_block(question, blocked_by=None, blocked_at=None, why_blocked="")
    return question


def _locked(question: Question) -> Question:
    # The race that is closed here: two officials answer, or two curators block, at once.
    rows = Question.objects.select_for_update(of=("self",)).select_related("need", "asked_by")
    return rows.get(pk=question.pk)


def _set_block(question: Question, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(question, name, value)
    question.save(update_fields=list(columns))


def _mail(reader: User, letter: str, question: Question, usual: str) -> None:
    """Only that something was asked or answered, and where to read it: what was said is read after signing in."""
    if not reader.email:
        return
    language = reader.language or usual
    with override(language):
        about = {"path": question.get_absolute_url(), "number": question.need_id}
    transaction.on_commit(partial(ring, send_letter, f"{LETTERS}/{letter}.txt", reader.email, language, about))
