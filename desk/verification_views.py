"""Curators check what owners and departments ask to have verified."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities.models import Department, DepartmentVerification
from cities.verification import record_call
from desk.doors import curators_only
from desk.kinds import VERIFICATIONS
from desk.readers import other_reader
from desk.refusing import reason_for, refusal_of
from desk.review_forms import CallForm, NoteForm, RefusalForm
from desk.today.day import next_url, place_in_list
from listings import verifying
from startups.models import StartupVerification


@curators_only
def verification(request, kind, pk):
    return _page(request, kind, get_object_or_404(kind, pk=pk))


@curators_only
@require_POST
def confirm(request, kind, pk):
    row, form = get_object_or_404(kind, pk=pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, kind, row, note=form)
    return _decided(request, lambda: verifying.confirm(row, request.user, form.cleaned_data["note"]))


@curators_only
@require_POST
def deny(request, kind, pk):
    return _refused(request, kind, pk, verifying.deny)


@curators_only
@require_POST
def revoke(request, kind, pk):
    return _refused(request, kind, pk, verifying.revoke)


@curators_only
def letter(request, pk):
    row = get_object_or_404(DepartmentVerification.objects.exclude(letter=""), pk=pk)
    try:
        file = row.letter.open()
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@curators_only
def department(request, pk):
    return _department(request, get_object_or_404(Department, pk=pk), CallForm())


@curators_only
@require_POST
def call(request, pk):
    found = get_object_or_404(Department, pk=pk)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _department(request, found, form)
    record_call(found, form.cleaned_data["number"], form.cleaned_data["note"], request.user)
    return redirect("desk:department", pk)


def _department(request, found, form):
    rows = found.verifications.select_related("department", "decided_by")
    return render(request, "desk/department.html", {"department": found, "rows": rows, "form": form})


def _page(request, kind, row, note=None, refused=None):
    key = f"verification.{'startup' if kind is StartupVerification else 'department'}.{row.pk}"
    context = {
        "row": row,
        "kind": _name(kind),
        "note": note or NoteForm(),
        "form": refused,
        "said": request.POST,
        "refusal": refusal_of("verification", _language(row)),
        "place": place_in_list(request.user, key),
        "other_reader": other_reader(row, request.user),
    }
    return render(request, "desk/verification.html", context)


def _name(kind):
    return next(name for name, model in VERIFICATIONS.items() if model is kind)


def _language(row):
    return getattr(row.asked_by, "language", "") or row.usual_language


def _refused(request, kind, pk, verb):
    row, form = get_object_or_404(kind, pk=pk), RefusalForm(request.POST, what="verification")
    if not form.is_valid():
        return _page(request, kind, row, refused=form)
    return _decided(
        request, lambda: verb(row, request.user, reason_for("verification", form.cleaned_data, _language(row)))
    )


def _decided(request, verb):
    try:
        verb()
    except verifying.Decided as decided:
        messages.warning(request, _("Somebody was faster: %(state)s.") % {"state": decided.row.get_state_display()})
    return redirect(next_url(request.user))
