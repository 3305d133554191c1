"""The first page for a founder: value before an account, eight questions with one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from rest_framework.exceptions import ValidationError

from accounts.limits import limited
from listings.paths import sentences_at
from listings.services import MovedOn
from listings.unsent import sent_to_sign_in, taken
from startups import services
from startups.models import Startup
from startups.starting import ReferenceRows, StartForm, listed_at, start_profile


@login_not_required
@never_cache
def start(request):
    if request.method == "POST":
        return _begin(request) if request.user.is_authenticated else sent_to_sign_in(request, request.path)
    typed = taken(request, request.path)
    return render(request, "startups/start.html", start_page(request, typed) | {"was_kept": bool(typed)})


def start_page(request, data=None, form=None, **context):
    """What the page needs, also where the matching shows it with its answer to a pasted text."""
    user = request.user
    own = Startup.objects.filter(members__user=user) if user.is_authenticated else Startup.objects.none()
    contact = {"contact_name": user.full_name, "contact_email": user.email} if user.is_authenticated else {}
    return {
        "form": form or StartForm(data, initial=contact),
        "references": ReferenceRows(data, prefix="references"),
        "own": own,
        **context,
    }


@limited("begin", fails_open=True)
def _begin(request):
    form, references = StartForm(request.POST), ReferenceRows(request.POST, prefix="references")
    if not form.is_valid() or not references.is_valid():
        return render(request, "startups/start.html", start_page(request, request.POST, form), status=422)
    existing = listed_at(form.cleaned_data["website"])
    if existing and not form.cleaned_data["is_another"]:
        return render(request, "startups/start.html", start_page(request, request.POST, form, existing=existing))
    try:
        startup = start_profile(form.document(references), request.user)
    except ValidationError as refusal:
        wrong = sentences_at(refusal.detail)
        return render(request, "startups/start.html", start_page(request, request.POST, form, wrong=wrong), status=422)
    return _hand_in(request, startup)


def _hand_in(request, startup):
    try:
        services.submit(startup, request.user)
    except ValidationError:
        messages.warning(
            request, _("Everything you typed is saved. Some things are missing before it can be reviewed.")
        )
    except MovedOn:
        messages.info(request, _("This profile waits for its review already."))
    else:
        messages.success(request, _("Handed in. A curator answers within three working days, and you get a mail."))
    return redirect("startups:workspace", startup.slug)
