"""Who acts for a startup: its members, invitations, and claims of people who are not members yet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.limits import limited
from listings.unsent import kept_through_sign_in, taken
from startups import membership
from startups.doors import by_post
from startups.forms import ClaimForm, InvitationForm
from startups.models import Member, Startup
from startups.workspace import Workspace
from startups.workspace_views import own_startup


def owned_startup(request, slug) -> Startup:
    return get_object_or_404(Startup.objects.owned_by(request.user), slug=slug)


@never_cache
@require_safe
def members(request, slug):
    return _members_page(request, own_startup(request, slug))


def _members_page(request, startup, form=None, status=200):
    people = list(startup.members.select_related("user").order_by("since", "pk"))
    context = {
        "workspace": Workspace(startup),
        "here": "members",
        "members": people,
        "own": next((member for member in people if member.user_id == request.user.pk), None),
        "is_owner": Startup.objects.owned_by(request.user).filter(pk=startup.pk).exists(),
        "invitations": startup.invitations.open(),
        "form": form or InvitationForm(),
    }
    return render(request, "startups/workspace/members.html", context, status=status)


@by_post("startups:members")
@limited("letter", fails_open=True)
def invite(request, slug):
    startup, form = owned_startup(request, slug), InvitationForm(request.POST)
    try:
        if form.is_valid():
            membership.invite(startup, form.cleaned_data["email"], form.cleaned_data["role"], request.user)
            messages.success(request, _("The invitation is on its way. Its link is good for seven days."))
            return redirect("startups:members", slug)
    except ValidationError as refusal:
        form.add_error("email", refusal)
    return _members_page(request, startup, form, status=422)


@by_post("startups:members")
def revoke(request, slug, pk):
    startup = owned_startup(request, slug)
    membership.revoke_invitation(get_object_or_404(startup.invitations, pk=pk))
    messages.success(request, _("The invitation is taken back."))
    return redirect("startups:members", slug)


@by_post("startups:members")
def make_owner(request, slug, pk):
    startup = owned_startup(request, slug)
    membership.transfer_ownership(get_object_or_404(startup.members, pk=pk), request.user)
    messages.success(request, _("Done."))
    return redirect("startups:members", slug)


@by_post("startups:members")
def remove(request, slug, pk):
    startup = owned_startup(request, slug)
    return _remove(request, slug, get_object_or_404(startup.members, pk=pk), "startups:members", slug)


@by_post("startups:members")
def leave(request, slug):
    startup = own_startup(request, slug)
    return _remove(request, slug, get_object_or_404(startup.members, user=request.user), "startups:start")


def _remove(request, slug, member: Member, *page):
    try:
        membership.remove_member(member)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return redirect("startups:members", slug)
    messages.success(request, _("Done."))
    return redirect(*page)


@never_cache
def join(request, token):
    """The link of an invitation. A GET changes nothing: mail programs open links by themselves."""
    invitation = membership.invitation_of(token)
    if invitation is None:
        return render(request, "startups/join.html", status=410)
    if request.method != "POST":
        return render(request, "startups/join.html", {"invitation": invitation})
    try:
        membership.accept_invitation(invitation, request.user)
    except ValidationError as refusal:
        context = {"invitation": invitation, "problem": refusal.messages[0]}
        return render(request, "startups/join.html", context, status=403)
    return redirect("startups:workspace", invitation.startup.slug)


@never_cache
@kept_through_sign_in(lambda slug: reverse("startups:claim", args=[slug]))
@limited("claim", fails_open=True)
def claim(request, slug):
    """“This is our company”: at once with mail at the site's domain, else a curator decides."""
    startup = get_object_or_404(Startup.objects.visible_to(request.user).listed(), slug=slug)
    form = ClaimForm(request.POST or taken(request, request.path))
    if request.method != "POST" or not form.is_valid():
        waiting = startup.claims.waiting().filter(user=request.user).exists()
        return render(request, "startups/claim.html", {"startup": startup, "form": form, "is_waiting": waiting})
    if isinstance(membership.claim(startup, request.user, form.cleaned_data["words"]), Member):
        messages.success(request, _("Your mail address is at the company's site, so you are a member now."))
        return redirect("startups:workspace", slug)
    messages.success(request, _("A curator decides about it; the members of the profile are told."))
    return redirect("startups:claim", slug)
