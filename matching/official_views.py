"""What the matching adds to the page where officials write: what one more answer would change."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.limits import limited
from cities.editing import document_of
from cities.forms import NeedForm
from cities.models import Need
from cities.unsaved import as_published
from matching.need_what_if import effects
from matching.views import HtmxRequest


@never_cache
@require_safe
@limited("effects", methods=("GET",), fails_open=True)
def need_what_if(request: HtmxRequest, pk: int) -> HttpResponse:
    """For htmx the lines beside the form; without, a page of them."""
    rows = Need.objects.editable_by(request.user).select_related("department__city", "draft")
    need = get_object_or_404(rows, pk=pk)
    found = effects(as_published(need, document_of(need)))
    lines = [{"effect": effect, "label": NeedForm.base_fields[effect.field].label} for effect in found]
    name = "_need_what_if" if request.htmx else "need_what_if"
    return render(request, f"matching/{name}.html", {"need": need, "lines": lines})
