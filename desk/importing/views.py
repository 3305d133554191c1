"""Curators send lists, look at what would come of them, and only then have them written."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.limits import limited
from desk.doors import curators_only
from desk.importing import services
from desk.importing.blanks import blank
from desk.importing.forms import HeadingForm, ListForm, MeaningsForm, ScenarioForm
from desk.importing.models import ImportJob, ImportRow
from desk.importing.preview import shown
from desk.importing.report import report as report_of
from desk.importing.scenarios import LINES_SEARCHED
from desk.importing.sending import begin_listings, begin_scenarios, confirm, propose
from desk.importing.sheets import published
from desk.importing.tables import Unreadable
from desk.tasks import run_import
from listings.tasks import ring

ON_A_PAGE, SAMPLES = 20, 8


@curators_only
def imports(request):
    return _imports(request, ListForm(), ScenarioForm(prefix="list"))


def _imports(request, list_form, scenario_form):
    context = {"section": "imports", "form": list_form, "scenarios": scenario_form}
    context |= {"jobs": ImportJob.objects.select_related("by")[:20]}
    return render(request, "desk/importing/imports.html", context)


@curators_only
@require_POST
@limited("import")
def send_list(request):
    form = ListForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            said = form.cleaned_data
            return _begun(begin_listings(said["kind"], said["file"].name, form.table, request.user))
        except Unreadable as refusal:
            form.add_error("file", str(refusal))
    return _imports(request, form, ScenarioForm(prefix="list"))


@curators_only
@require_POST
@limited("import")
def send_scenarios(request):
    form = ScenarioForm(request.POST, request.FILES, prefix="list")
    if form.is_valid():
        return _begun(begin_scenarios(form.list_name, form.table, form.place, request.user))
    return _imports(request, ListForm(), form)


def _begun(job):
    transaction.on_commit(partial(ring, run_import, job.pk))
    return redirect("desk:import", job.pk)


@curators_only
@never_cache
def job(request, pk):
    """Where an import stands; the same page from the sending to the report."""
    found = get_object_or_404(ImportJob, pk=pk)
    if found.state == ImportJob.State.MATCHING:
        return _columns(request, found, MeaningsForm(found))
    outcome = request.GET.get("show") or _worth_seeing(found)
    rows = found.rows.filter(outcome=outcome) if outcome in ImportRow.Outcome.values else found.rows.exclude(outcome="")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"section": "imports", "job": found, "counts": found.counts(), "outcome": outcome, "page": page}
    context["rows"] = [] if found.is_at_work else shown(found, page.object_list)
    return render(request, "desk/importing/import.html", context)


def _worth_seeing(found):
    """What a curator looks at first: what is wrong, else what would be written."""
    present = set(found.rows.values_list("outcome", flat=True).distinct())
    return next((outcome for outcome in ("wrong", "changed", "new", "unchanged") if outcome in present), "")


def _columns(request, found, form):
    rows = found.rows.all()
    samples = rows.filter(number__gt=found.heading_row)[:SAMPLES]
    context = {"section": "imports", "job": found, "form": form, "samples": samples, "count": rows.count()}
    context["heading"] = HeadingForm(found, rows[:LINES_SEARCHED])
    return render(request, "desk/importing/columns.html", context)


@curators_only
@require_POST
def choose_heading(request, pk):
    """Another row holds the headings: what its words mean is proposed anew."""
    found = get_object_or_404(ImportJob, pk=pk, state=ImportJob.State.MATCHING)
    rows = list(found.rows.all())
    form = HeadingForm(found, rows[:LINES_SEARCHED], request.POST)
    if form.is_valid():
        propose(found, rows, form.cleaned_data["heading"])
        found.save(update_fields=["heading_row", "headings", "columns"])
    return redirect("desk:import", pk)


@curators_only
@require_POST
def confirm_columns(request, pk):
    found = get_object_or_404(ImportJob, pk=pk)
    if found.state != ImportJob.State.MATCHING:
        return redirect("desk:import", pk)
    form = MeaningsForm(found, request.POST)
    if not form.is_valid():
        return _columns(request, found, form)
    confirm(found, form.meanings)
    return _begun(found)


@curators_only
@require_POST
def write(request, pk):
    found = get_object_or_404(ImportJob, pk=pk)
    if not services.write(found):
        messages.info(request, _("This import is past that already."))
    return _begun(found)


@curators_only
@require_POST
def stop(request, pk):
    if not services.stop(get_object_or_404(ImportJob, pk=pk)):
        messages.info(request, _("It has come to its end already."))
    return redirect("desk:import", pk)


@curators_only
@require_POST
def discard(request, pk):
    """Throw the rows away; what was written from them stays."""
    if not services.discard(get_object_or_404(ImportJob, pk=pk)):
        messages.info(request, _("Stop it first: it is being written."))
        return redirect("desk:import", pk)
    return redirect("desk:imports")


@curators_only
def report(request, pk, file_format):
    return report_of(get_object_or_404(ImportJob, pk=pk), file_format)


@curators_only
def template(request, kind, file_format):
    return blank(kind.name, file_format)


@curators_only
@limited("list", methods=("GET",))
def sheet(request, kind, file_format):
    return published(kind.name, file_format, request.user)
