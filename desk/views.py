from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from desk.errors import RETRY_AFTER_SECONDS
from desk.health import READINESS, examine


@login_not_required
@never_cache
def alive(request):
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
def ready(request):
    findings = examine(READINESS)
    is_ready = all(finding.is_good for finding in findings)
    # Sentences may tell an attacker versions; the doctor prints them, this page only names the check.
    response = JsonResponse({finding.name: finding.is_good for finding in findings}, status=200 if is_ready else 503)
    if not is_ready:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


@login_not_required
def credits_page(request):
    return render(request, "desk/credits.html")
