"""Pages of a department and its people, and the way a pasted paragraph takes to it. Verbs: `cities.membership`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.limits import limited
from cities import membership, services
from cities.forms import DepartmentForm, InviteForm, closing_choices
from cities.inputs import LONGEST_PROBLEM, begun_with
from cities.models import Department, JoinRequest, Official
from cities.workspace import offices_of
from listings.unsent import kept_through_sign_in
from listings.validators import normalised

PARAGRAPH = "need-paragraph"


@login_not_required
@never_cache
@limited("paste", fails_open=True)
def start(request):
    """Where a pasted paragraph waits until its writer has signed in and said where they work."""
    if request.method == "POST":
        request.session[PARAGRAPH] = _paragraph(request)
        return redirect("cities:start")
    return _start_page(request, DepartmentForm() if request.user.is_authenticated else None)


def _start_page(request, form):
    departments = Department.objects.of(request.user).select_related("city")
    asked = JoinRequest.objects.of(request.user).select_related("department__city")
    context = {"departments": departments, "asked": asked, "form": form}
    return render(request, "cities/start.html", context | {"paragraph": request.session.get(PARAGRAPH, "")})


def _paragraph(request):
    return normalised(request.POST.get("problem", "")).replace("\x00", "")[:LONGEST_PROBLEM]


@require_POST
@kept_through_sign_in(lambda: reverse("cities:start"))
def begin(request):
    chosen = request.POST.get("department", "")
    department = get_object_or_404(Department.objects.of(request.user), pk=chosen if chosen.isdecimal() else None)
    need = services.begin(department, request.user, begun_with(_paragraph(request)))
    request.session.pop(PARAGRAPH, None)
    return redirect("cities:edit", need.pk)


@require_POST
@limited("register", fails_open=True)
def register(request):
    """An official says where they work. An office that is here already has people who let them in."""
    form = DepartmentForm(request.POST)
    if not form.is_valid():
        return _start_page(request, form)
    if membership.register(**form.cleaned_data, by=request.user) is None:
        messages.info(request, _("This office is here already. Its members and the curators see that you ask to join."))
    else:
        messages.success(request, _("Your department is entered. Write meanwhile; a curator verifies it."))
    return redirect("cities:start")


@require_safe
@never_cache
def workspace(request):
    if offices := offices_of(request.user):
        return render(request, "cities/workspace.html", {"offices": offices, "closing_choices": closing_choices()})
    return redirect("cities:start")


@require_POST
@never_cache
@limited("invite", fails_open=True)
def invite(request, pk):
    """The code is shown on this page and never again."""
    department = get_object_or_404(Department.objects.of(request.user).verified(), pk=pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say for whom the code is: name and post."))
        return redirect("cities:workspace")
    invitation, code = membership.invite(department, form.cleaned_data["for_whom"], request.user)
    return render(request, "cities/invited.html", {"invited": invitation, "code": code})


@require_POST
def let_in(request, pk):
    asked = get_object_or_404(JoinRequest.objects.answerable_by(request.user), pk=pk)
    membership.let_in(asked)
    messages.success(request, _("%(person)s may now act for the department.") % {"person": asked.user})
    return redirect("cities:workspace")


@require_POST
def turn_down(request, pk):
    membership.turn_down(get_object_or_404(JoinRequest.objects.answerable_by(request.user), pk=pk))
    return redirect("cities:workspace")


@require_POST
def leave(request, pk):
    """One's own place in the department; a colleague's is for curators to end."""
    official = get_object_or_404(Official.objects.filter(user=request.user), department=pk)
    try:
        membership.leave(official)
    except membership.LastOfficial:
        messages.error(request, _("You are its last official: invite a colleague first."))
    return redirect("cities:workspace")
