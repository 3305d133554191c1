"""What a department does to be verified, and the page that a mailed link leads to."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cities import verification
from cities.models import Department, DepartmentVerification
from cities.verification_forms import LetterForm, WorkMailForm
from listings.verifying_pages import answer_by_link, ask_by, linked_or_404


def page(request, pk):
    return _page(request, _own(request, pk))


@require_POST
def ask_letter(request, pk):
    department = _own(request, pk)
    form = LetterForm(request.POST, request.FILES)
    if form.is_valid():
        return _asked(request, verification.ask_letter, department, form.cleaned_data["letter"])
    return _page(request, department, letter=form)


@require_POST
def ask_work_mail(request, pk):
    department = _own(request, pk)
    form = WorkMailForm(request.POST)
    if form.is_valid():
        return _asked(request, verification.ask_work_mail, department, form.cleaned_data["address"])
    return _page(request, department, mail=form)


@login_not_required
@never_cache
def confirm_mail(request, token):
    """Opened by a person or by a mail gateway: only the button on it confirms."""
    return render(request, "cities/confirm_mail.html", {"verification": _linked(token)})


@login_not_required
@require_POST
def answer_mail(request, token):
    answer_by_link(request, _linked(token))
    return redirect("cities:confirm-mail", token)


def _own(request, pk):
    return get_object_or_404(Department.objects.editable_by(request.user), pk=pk)


def _page(request, department, **forms):
    asked = list(department.verifications.select_related("department"))
    context = {"department": department, "letter": LetterForm(), "mail": WorkMailForm(), "asked": asked}
    context |= {"is_verified": any(verification.is_current for verification in asked)}
    return render(request, "cities/verification.html", context | forms)


def _asked(request, verb, department, evidence):
    ask_by(request, verb, department, evidence)
    return redirect("cities:verification", department.pk)


def _linked(token):
    return linked_or_404(DepartmentVerification.objects.select_related("department"), token)
