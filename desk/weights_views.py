"""The engine's weights: experts' and learned side by side, and the choice between them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.doors import curators_only
from matching.learning import nightly, sets
from matching.learning.side_by_side import side_by_side


@curators_only
def weights(request):
    return render(request, "desk/weights.html", {"page": side_by_side()})


@curators_only
@require_POST
def use(request, pk):
    weight_set = get_object_or_404(sets.usable(), pk=pk)
    nightly.choose(weight_set, by=request.user)
    said = _("Weights %(version)s are used from the next rematch on. It begins within a minute.")
    messages.success(request, said % {"version": weight_set.version})
    return redirect("desk:weights")


@curators_only
@require_POST
def let_learning_go_on(request):
    nightly.let_learning_go_on(by=request.user)
    messages.success(request, _("From tonight on, a learned set that does not lose is used again by itself."))
    return redirect("desk:weights")
