from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from listings.history import history_page
from listings.reporting import report_page
from startups.filters import StartupFilter
from startups.models import Startup

ON_A_PAGE = 24


@login_not_required
def directory(request):
    startups = Startup.objects.visible_to(request.user).listed().with_card().prefetch_related("deployments")
    found = StartupFilter(request.GET, startups)
    page = Paginator(found.rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "startups/list.html", {"directory": found, "page": page})


def history(request, slug):
    return history_page(request, get_object_or_404(Startup.objects.editable_by(request.user), slug=slug))


def report(request, slug):
    return report_page(request, get_object_or_404(Startup.objects.visible_to(request.user).listed(), slug=slug))


@login_not_required
def profile(request, slug):
    startup = get_object_or_404(Startup.objects.visible_to(request.user).with_profile(), slug=slug)
    return render(request, "startups/profile.html", {"startup": startup})
