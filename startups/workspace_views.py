"""The pages where a profile's members write it, and the verbs of its life."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import reswap, retarget, trigger_client_event
from rest_framework.exceptions import ValidationError

from listings.paths import sentences_at, with_value
from listings.services import MovedOn
from listings.unsent import kept_through_sign_in, taken
from startups import editing, services
from startups.doors import by_post
from startups.editing import OthersWroteError
from startups.forms import ReasonForm
from startups.models import MOST_TECHNOLOGIES, ProfileDraft, Startup
from startups.sections import SECTIONS
from startups.unsaved import as_published
from startups.uploads import files_of
from startups.views import shown_files
from startups.workspace import Workspace, shown_groups, source_of
from taxonomy.models import Technology


def own_startup(request, slug) -> Startup:
    return get_object_or_404(Startup.objects.editable_by(request.user), slug=slug)


@never_cache
@require_safe
def workspace(request, slug):
    context = {"workspace": Workspace(own_startup(request, slug)), "here": "overview"}
    return render(request, "startups/workspace/overview.html", context)


@never_cache
@kept_through_sign_in(lambda slug, code: reverse("startups:section", args=[slug, code]))
def section(request, slug, code):
    startup, shown = own_startup(request, slug), SECTIONS.get(code)
    if shown is None:
        raise Http404
    if request.method == "POST":
        return _keep(request, startup, shown)
    typed = taken(request, request.path)
    if typed:
        return _section_page(request, startup, shown, form=shown.bound(typed), seen=typed.get("seen"), was_kept=True)
    return _section_page(request, startup, shown)


def _keep(request, startup, shown):
    form = shown.bound(request.POST)
    try:
        document = editing.keep_section(startup, shown, request.POST, request.user)
    except OthersWroteError as others:
        return _section_page(request, startup, shown, status=409, form=form, theirs=others.document)
    except ValidationError as refusal:
        return _section_page(request, startup, shown, status=422, form=form, problems=sentences_at(refusal.detail))
    if request.htmx:
        return _kept(request, startup, shown, form, document)
    messages.success(request, _("Saved."))
    return redirect("startups:section", startup.slug, shown.code)


def _section_page(request, startup, shown, status=200, form=None, problems=None, theirs=None, seen=None, **context):
    around = Workspace(startup)
    form = form or shown.unbound(around.document)
    if problems is None:
        problems = editing.problems_of(shown, startup, around.document)
    context |= {
        "workspace": around,
        "section": shown,
        "form": form,
        "groups": shown_groups(shown, form, problems, around.comments, theirs, source_of(shown, around.document)),
        "seen": seen or shown.digest(around.document),
        "is_conflict": theirs is not None,
        "is_refused": status == 422,
    }
    if not request.htmx:
        return render(request, "startups/workspace/section.html", context, status=status)
    # htmx swaps nothing for an error, so to it the page that shows one is a success.
    response = render(request, "startups/workspace/_section.html", context)
    return reswap(retarget(response, "#section"), "outerHTML show:top")


def _kept(request, startup, shown, form, document):
    """For htmx, while one is typing: the state, and what is wrong at each field. The fields stay as they are."""
    problems = editing.problems_of(shown, startup, document)
    context = {
        "workspace": Workspace(startup),
        "section": shown,
        "seen": shown.digest(document),
        "groups": shown_groups(shown, form, problems, {}),
        "problems": problems,
    }
    # What a missing field would change is computed again.
    return trigger_client_event(render(request, "startups/workspace/_kept.html", context), "kept")


@by_post("startups:workspace")
def add_technology(request, slug, code):
    """One click on a technology that the matching proposes."""
    startup, technology = own_startup(request, slug), get_object_or_404(Technology.objects.current(), code=code)

    def added(document):
        chosen = dict.fromkeys([*(document.get("technologies") or []), technology.code])
        return with_value(document, "technologies", list(chosen)[:MOST_TECHNOLOGIES])

    editing.keep_change(startup, added, request.user)
    return redirect("startups:section", slug, "technologies")


@by_post("startups:workspace")
def submit(request, slug):
    startup = own_startup(request, slug)
    try:
        services.submit(startup, request.user)
    except MovedOn as moved:
        messages.warning(request, moved.sentence)
    except ValidationError:
        messages.warning(request, _("Something is still missing or wrong: it is named below. Nothing was lost."))
    else:
        messages.success(request, _what_became_of_it(startup))
    return redirect("startups:workspace", slug)


def _what_became_of_it(startup):
    if ProfileDraft.objects.filter(startup=startup).exists():
        return _("Handed in. A curator answers within three working days, and you get a mail.")
    return _("Published at once: only the logo or typing errors were changed.")


@kept_through_sign_in(lambda slug: reverse("startups:withdraw", args=[slug]))
def withdraw(request, slug):
    """“Not for us any more”: off every list at once, with a reason that curators read."""
    startup = own_startup(request, slug)
    form = ReasonForm(request.POST or taken(request, request.path))
    if request.method == "POST" and form.is_valid():
        said = _("It is off every list. To bring it back, hand it in again.")
        return _after(request, slug, said, services.withdraw, startup, request.user, form.cleaned_data["reason"])
    return render(request, "startups/workspace/withdraw.html", {"workspace": Workspace(startup), "form": form})


def reconfirm(request, slug):
    """Once a year: does all of it still hold?"""
    startup = get_object_or_404(Startup.objects.editable_by(request.user).with_profile(), slug=slug)
    if request.method == "POST":
        said = _("Confirmed. Readers see that it was today.")
        return _after(request, slug, said, services.reconfirm, startup, request.user)
    return render(request, "startups/workspace/reconfirm.html", {"workspace": Workspace(startup), "startup": startup})


def _after(request, slug, said, verb, *arguments):
    try:
        verb(*arguments)
    except MovedOn as moved:
        messages.warning(request, moved.sentence)
    else:
        messages.success(request, said)
    return redirect("startups:workspace", slug)


@require_safe
def preview(request, slug):
    """The profile as its readers will see it once the draft is approved."""
    startup = own_startup(request, slug)
    context = {"startup": as_published(startup, editing.current_document(startup)), "is_preview": True}
    return render(request, "startups/profile.html", context | shown_files(files_of(startup)))
