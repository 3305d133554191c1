"""Writing a need, handing it in, and its life afterwards: for its department. Verbs: `cities.services`."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event
from rest_framework.exceptions import ValidationError

from accounts.limits import limited
from cities import services
from cities.editing import coached, differences, document_of, draft_of, form_for, keep, kpis_of
from cities.forms import CloseForm, NothingFitsForm, RenewForm
from cities.models import Need
from cities.sheet import sheet_of
from cities.views import need_page
from listings.paths import sentences_at
from listings.services import EditedMeanwhile, MovedOn
from listings.unsent import kept_through_sign_in, taken


def _own(request, pk):
    rows = Need.objects.editable_by(request.user).select_related("department__city", "department__kind", "draft")
    return get_object_or_404(rows, pk=pk)


def page_of(pk):
    return reverse("cities:edit", args=[pk])


# --- writing ----------------------------------------------------------------------------------------------------------


@require_safe
@never_cache
def edit(request, pk):
    need = _own(request, pk)
    unsent = taken(request, page_of(pk))
    return _edit_page(request, form_for(need, unsent), is_unsent=unsent is not None)


def _edit_page(request, form, **context):
    document = form.document if form.is_bound else form.before
    context |= {"form": form, "need": form.need, "draft": draft_of(form.need)}
    context |= {"advice": coached(document), "kpis": kpis_of(document)}
    return render(request, "cities/edit.html", context)


@require_POST
@kept_through_sign_in(page_of)
@limited("write", fails_open=True)
def save(request, pk):
    """By the button, and by itself a moment after a change."""
    return _saved(request, _own(request, pk), request.POST) or redirect("cities:edit", pk)


@require_POST
@kept_through_sign_in(page_of)
def accept(request, pk):
    """Take the proposed title and topics, and save everything else that stands in the form."""
    typed, need = request.POST, _own(request, pk)
    title = typed.get("proposed_title") or typed.get("title", "")
    topics = typed.getlist("proposed_topics") or typed.getlist("topics")
    page = _saved(request, need, _with(typed, title=title, topics=topics))
    return page or redirect(f"{page_of(pk)}#title-and-topics")


@require_POST
@kept_through_sign_in(page_of)
def submit(request, pk):
    need = _own(request, pk)
    if page := _saved(request, need, request.POST):
        return page
    try:
        services.submit(need, request.user)
    except ValidationError as refusal:
        return _refused(request, form_for(_own(request, pk), _of_today(request, pk)), refusal)
    except MovedOn as moved:
        messages.info(request, moved.sentence)
    else:
        if draft_of(_own(request, pk)) is None:
            messages.success(request, _("Published at once: only typing errors were changed."))
    return redirect("cities:edit", pk)


def _of_today(request, pk):
    """What was sent, as coming from the page as it is now: it has just been saved."""
    return _with(request.POST, version=_own(request, pk).draft_version)


def _with(typed: QueryDict, **values):
    typed = typed.copy()
    for name, value in values.items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    return typed


def _saved(request, need, typed: QueryDict):
    """Saves the form; the page to show where there is more to say than that, else None."""
    form = form_for(need, typed)
    try:
        was_taken_back = keep(form, request.user)
    except EditedMeanwhile as meanwhile:
        return _both(request, form, meanwhile)
    except ValidationError as refusal:
        return _refused(request, form, refusal)
    if was_taken_back:
        messages.info(request, _("It was in review; your change took it back. Hand it in again when you are done."))
    return _note(request, _own(request, need.pk)) if request.htmx else None


def _note(request, need):
    """What an automatic save changes on the page that stays open."""
    document = document_of(need)
    context = {"need": need, "advice": coached(document), "kpis": kpis_of(document)}
    # What one more answer would change is computed again.
    return trigger_client_event(render(request, "cities/_saved.html", context), "kept")


def _refused(request, form, refusal):
    if request.htmx:
        return render(request, "cities/_not_saved.html", {"sentences": set(sentences_at(refusal.detail).values())})
    form.refuse(refusal.detail)
    return _edit_page(request, form, is_refused=True)


def _both(request, form, meanwhile):
    """Somebody else saved meanwhile: show what differs. Nothing is lost until the writer chooses."""
    need = _own(request, form.need.pk)
    context = {"meanwhile": draft_of(need), "need": need, "differences": differences(form, document_of(need))}
    if request.htmx:
        return render(request, "cities/_edited_meanwhile.html", context)
    return _edit_page(request, form, **context)


# --- before and after publication -------------------------------------------------------------------------------------


@require_safe
@never_cache
def sheet(request, pk):
    """For signature, before it is handed in: what is to be published, in Chinese, on one or two A4 pages."""
    need = _own(request, pk)
    found = sheet_of(need, document_of(need), request.user)
    return render(request, "cities/sheet.html", {"need": need, "sheet": found, "is_bilingual": "both" in request.GET})


@require_POST
def copy(request, pk):
    need = _own(request, pk)
    return redirect("cities:edit", services.copy(need, document_of(need), request.user).pk)


@require_POST
def renew(request, pk):
    need, form = _own(request, pk), RenewForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["expires_on"]
        said = _("Open until %(day)s.") % {"day": day.isoformat()}
        return _done(request, lambda: services.renew(need, day, request.user), said)
    return _done(request, None)


@require_POST
def close(request, pk):
    need, form = _own(request, pk), CloseForm(request.POST)
    if form.is_valid():
        said = _("Closed. It stands below, in case it is renewed.")
        return _done(request, lambda: services.close(need, form.cleaned_data["reason"], request.user), said)
    return _done(request, None)


@require_POST
def put_away(request, pk):
    need = _own(request, pk)
    return _done(request, lambda: services.archive(need, request.user), _("Put away. It stands below."))


def _done(request, verb, said=""):
    """Back to the department's needs, with a word on what was done, or why it was not."""
    try:
        if verb:
            verb()
            messages.success(request, said)
        else:
            messages.error(request, _("Choose a day or a reason first."))
    except MovedOn as moved:
        messages.info(request, moved.sentence)
    except ValidationError as refusal:
        for sentence in sentences_at(refusal.detail).values():
            messages.error(request, sentence)
    return redirect("cities:workspace")


@require_POST
@kept_through_sign_in(lambda pk: reverse("cities:need", args=[pk]))
def nothing_fits(request, pk):
    """The department's answer to its whole list; curators read it, startups do not."""
    need, form = _own(request, pk), NothingFitsForm(request.POST)
    if not form.is_valid():
        return need_page(request, pk, 422, nothing_fits=form)
    services.say_nothing_fits(need, **form.cleaned_data, by=request.user)
    messages.success(request, _("Thank you. A curator reads it and looks for others."))
    return redirect(f"{reverse('cities:need', args=[pk])}#nothing-fits")
