"""Asking about a need, and answering for its department. Verbs: `cities.clarification`."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from rest_framework.exceptions import ValidationError

from accounts.limits import limited
from cities import clarification
from cities.forms import AnswerForm, QuestionForm
from cities.models import Need, Question
from cities.views import need_page
from listings.paths import sentences_at
from listings.reporting import report_page
from listings.unsent import kept_through_sign_in


def page_of(pk, number=0):
    return reverse("cities:need", args=[pk])


@require_POST
@kept_through_sign_in(page_of)
@limited("question", fails_open=True)
def ask(request, pk):
    need, form = get_object_or_404(Need.objects.askable_by(request.user), pk=pk), QuestionForm(request.POST)
    if not form.is_valid():
        return need_page(request, pk, 422, typed=request.POST)
    try:
        asked = clarification.ask(need, form.cleaned_data["words"], request.user)
    except ValidationError as refusal:
        for sentence in sentences_at(refusal.detail).values():
            messages.error(request, sentence)
        return need_page(request, pk, 422, typed=request.POST)
    messages.success(request, _("Sent. The department's answer will stand at your question."))
    return redirect(asked)


@require_POST
@kept_through_sign_in(page_of)
@limited("write", fails_open=True)
def answer(request, pk, number):
    rows = Question.objects.answerable_by(request.user).select_related("need")
    question, form = get_object_or_404(rows, pk=number, need=pk), AnswerForm(request.POST)
    if not form.is_valid():
        return need_page(request, pk, 422, typed=request.POST)
    said = form.cleaned_data
    try:
        clarification.answer(question, said["answer"], request.user, said["version"])
    except clarification.AnsweredMeanwhile as meanwhile:
        return _both(request, pk, meanwhile.question)
    return redirect(question)


def _both(request, pk, question):
    """The colleague's answer stands at the question, one's own in the form, which now replaces it."""
    messages.warning(
        request, _("A colleague has answered meanwhile. Yours is still in the form: sent again, it counts.")
    )
    typed = request.POST.copy()
    typed["version"] = question.answer_version
    return need_page(request, pk, 409, typed=typed)


@kept_through_sign_in(lambda pk, number: reverse("cities:report-question", args=[pk, number]))
def report(request, pk, number):
    rows = Question.objects.visible_to(request.user).select_related("need")
    return report_page(request, get_object_or_404(rows, pk=number, need=pk))
