"""Words that no glossary holds, and what curators have added to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cities.models import Need
from desk.doors import curators_only
from desk.glossary_forms import EnglishForm, ImportForm, TermForm, WordForm, language_of
from language import glossary
from listings.tasks import ring
from matching.models import UnglossedWord
from matching.tasks import count_unglossed_words
from startups.models import Startup
from taxonomy.glossary import keep_terms, remove_term
from taxonomy.models import GlossaryChange, GlossaryLanguage, GlossaryTerm

WORDS_A_PAGE, ENTRIES_A_PAGE, CHANGES_SHOWN = 25, 50, 20


@curators_only
@require_safe
def words(request):
    return _words_page(request)


def _words_page(request, form=None):
    page = _page(request, UnglossedWord.objects.without_entry(), WORDS_A_PAGE)
    needs = Need.objects.with_card().in_bulk({pk for word in page for pk in word.needs})
    startups = Startup.objects.in_bulk({pk for word in page for pk in word.startups})
    for word in page:
        word.places = [
            *(needs[pk] for pk in word.needs if pk in needs),
            *(startups[pk] for pk in word.startups if pk in startups),
        ]
    counted = UnglossedWord.objects.order_by("counted_at").values_list("counted_at", flat=True).first()
    context = {"page": page, "form": form or TermForm(), "counted": counted, "section": "glossary"}
    return render(request, "desk/glossary.html", context, status=422 if form else 200)


@curators_only
@require_POST
def add(request):
    form = TermForm(request.POST)
    if not form.is_valid():
        return _words_page(request, form)
    keep_terms(form.entries, request.user)
    messages.success(request, _("“%(term)s” ranks from the next nightly run on.") % {"term": form.cleaned_data["term"]})
    return redirect("desk:glossary")


@curators_only
@require_POST
def leave(request):
    """What the dictionary makes of the word is good enough."""
    form = WordForm(request.POST)
    if not form.is_valid():
        raise Http404
    term = form.cleaned_data["term"]
    if not GlossaryTerm.objects.filter(language=language_of(term), term=term).exists():
        keep_terms({(language_of(term), term): []}, request.user)
    return redirect("desk:glossary")


@curators_only
@require_POST
def count(request):
    ring(count_unglossed_words)
    messages.success(request, _("The words are being counted anew: a minute or two. Then load this page again."))
    return redirect("desk:glossary")


@curators_only
@require_safe
def entries(request):
    searched = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    page = _page(request, GlossaryTerm.objects.containing(searched).select_related("by"), ENTRIES_A_PAGE)
    changes = GlossaryChange.objects.select_related("by")[:CHANGES_SHOWN]
    context = {"page": page, "searched": searched, "changes": changes, "section": "glossary"}
    return render(request, "desk/glossary_entries.html", context)


@curators_only
def entry(request, pk):
    found = get_object_or_404(GlossaryTerm.objects.select_related("by"), pk=pk)
    form = EnglishForm(_posted(request), initial={"english": found.wordings})
    if form.is_valid():
        keep_terms({(found.language, found.term): form.cleaned_data["english"]}, request.user)
        return redirect("desk:glossary-entries")
    changes = GlossaryChange.objects.filter(language=found.language, term=found.term).select_related("by")
    shipped = glossary.hebrew() if found.language == GlossaryLanguage.HEBREW else glossary.chinese()
    context = {"entry": found, "form": form, "changes": changes, "section": "glossary"}
    context["shipped"] = "; ".join(shipped.get(found.term, ()))
    return render(request, "desk/glossary_entry.html", context, status=422 if form.errors else 200)


@curators_only
@require_POST
def remove(request, pk):
    found = get_object_or_404(GlossaryTerm, pk=pk)
    remove_term(found, request.user)
    messages.success(request, _("“%(term)s” is removed; it ranks until the next nightly run.") % {"term": found.term})
    return redirect("desk:glossary-entries")


@curators_only
def import_terms(request):
    form = ImportForm(_posted(request))
    if form.is_valid():
        kept = keep_terms(form.cleaned_data["lines"], request.user)
        messages.success(request, _imported(kept))
        return redirect("desk:glossary-entries")
    context = {"form": form, "section": "glossary"}
    return render(request, "desk/glossary_import.html", context, status=422 if form.errors else 200)


def _imported(kept):
    added = ngettext("%(count)s term added", "%(count)s terms added", kept.added) % {"count": kept.added}
    changed = ngettext("%(count)s changed", "%(count)s changed", kept.changed) % {"count": kept.changed}
    same = ngettext("%(count)s was there", "%(count)s were there", kept.unchanged) % {"count": kept.unchanged}
    return f"{added}, {changed}, {same}."


def _posted(request):
    """What was sent, empty or not; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def _page(request, rows, size):
    return Paginator(rows, size).get_page(request.GET.get("page"))
