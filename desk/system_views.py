"""The system page, and the verbs on runs of matching."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from desk.doors import curators_only
from desk.system.page import system_page
from desk.system.running import runs
from listings.tasks import ring
from matching import tasks
from matching.models import Run
from matching.runs import start_run, stop_run


@curators_only
@never_cache
@require_safe
def system(request):
    return render(request, "desk/system.html", {"page": system_page(), "section": "system"})


@curators_only
@never_cache
@require_safe
def run_now(request):
    """The part about runs alone: what the page asks for every two seconds while one is under way."""
    if not request.htmx:
        return redirect("desk:system")
    return render(request, "desk/system/_runs.html", {"runs": runs()})


@curators_only
@require_POST
def start(request):
    """A second click, or a second curator, finds the run of the first."""
    if request.POST.get("kind") == Run.Kind.NIGHTLY:
        # New statistics read every profile first, which no page should wait for.
        ring(tasks.start_nightly_run, request.user.pk)
        messages.success(request, _("A run with new statistics is asked for; it begins as soon as a worker is free."))
    else:
        ring(tasks.embed_run, start_run(Run.Kind.FULL, request.user).pk)
    return redirect("desk:system")


@curators_only
@require_POST
def stop(request, pk):
    if stop_run(pk, request.user):
        messages.success(request, _("The run is stopped. The lists are as they were before it."))
    else:
        messages.warning(request, _("This run is over, or just ending: nothing was stopped."))
    return redirect("desk:system")
