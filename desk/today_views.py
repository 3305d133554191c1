"""The list of today, and what is put off to another day."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from desk.cover import notices_for
from desk.doors import curators_only
from desk.models import SafeEdit
from desk.review_forms import KeyForm
from desk.safe_edits import shown
from desk.services import put_off_to_tomorrow
from desk.services import take_up as take_up_item
from desk.today.day import next_url, today_for


@curators_only
@require_safe
def today(request):
    edits = SafeEdit.objects.to_be_seen().select_related("startup", "need__department__city", "by")
    context = {
        "today": today_for(request.user),
        "notices": notices_for(request.user),
        "edits": [shown(edit) for edit in edits],
    }
    return render(request, "desk/today.html", context)


@curators_only
@require_POST
def put_off(request):
    if (form := KeyForm(request.POST)).is_valid():
        put_off_to_tomorrow(form.cleaned_data["key"], request.user)
    return redirect(next_url(request.user))


@curators_only
@require_POST
def take_up(request):
    if (form := KeyForm(request.POST)).is_valid():
        take_up_item(form.cleaned_data["key"])
    return redirect("desk:today")
