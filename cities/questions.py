"""What the page of a need shows of its questions: to readers what was answered, to the department what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cities.forms import AnswerForm, QuestionForm
from cities.models import Question


@dataclass(frozen=True)
class ShownQuestion:
    """`form`: for the department's officials, to answer it."""

    question: Question
    is_own: bool
    form: AnswerForm | None


@dataclass(frozen=True)
class Clarification:
    """`form`: for whoever may ask something."""

    questions: Sequence[ShownQuestion]
    form: QuestionForm | None


def questions_of(need: Any, user: Any, typed: Mapping[str, str] | None = None) -> Clarification:
    """Of a need fetched by `visible_to(user)`. `typed` was sent and not taken: it comes back in the form it is from."""
    number = typed.get("question", "") if typed else ""
    answerable = _answerable(need, user)
    shown = []
    for row in Question.objects.visible_to(user).filter(need=need):
        form = _answer_form(row, typed if number == str(row.pk) else None) if row.pk in answerable else None
        shown.append(ShownQuestion(row, user.is_authenticated and row.asked_by_id == user.pk, form))
    may_ask = user.is_authenticated and need.is_listed and not need.is_own
    return Clarification(shown, QuestionForm(typed if not number else None) if may_ask else None)


def _answerable(need: Any, user: Any) -> set[int]:
    if not need.is_own:
        return set()
    return set(Question.objects.answerable_by(user).filter(need=need).values_list("pk", flat=True))


def _answer_form(question: Question, typed: Mapping[str, str] | None) -> AnswerForm:
    said = {"answer": question.answer, "version": question.answer_version}
    return AnswerForm(typed, initial=said, auto_id=f"id_{question.pk}_%s")
