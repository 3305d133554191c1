"""What owners do to be verified, and the two pages that mailed links lead to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from rest_framework.exceptions import ValidationError

from listings.verification import find_by_token
from listings.verifying import Decided, answer
from startups import verification
from startups.models import Startup, StartupVerification
from startups.verification_forms import AnswerForm, CompanyForm, CustomerForm, SiteForm

Method = StartupVerification.Method


def page(request, slug):
    return _page(request, _own(request, slug))


@require_POST
def ask_company(request, slug):
    startup = _own(request, slug)
    form = CompanyForm(request.POST)
    if form.is_valid():
        return _asked(request, startup, form, verification.ask_company, form.cleaned_data["number"])
    return _page(request, startup, company=form)


@require_POST
def ask_site(request, slug):
    startup = _own(request, slug)
    form = SiteForm(request.POST)
    if form.is_valid():
        return _asked(request, startup, form, verification.ask_site, form.cleaned_data["mailbox"])
    return _page(request, startup, site=form)


@require_POST
def ask_customer(request, slug, pk):
    startup = _own(request, slug)
    deployment = get_object_or_404(startup.deployments, pk=pk)
    form = CustomerForm(request.POST)
    if form.is_valid():
        return _asked(request, startup, form, verification.ask_customer, deployment, form.cleaned_data["address"])
    return _page(request, startup, customer=form)


@login_not_required
@never_cache
def reference(request, token):
    return _reference(request, _linked(token, Method.CUSTOMER), AnswerForm())


@login_not_required
@require_POST
def answer_reference(request, token):
    row = _linked(token, Method.CUSTOMER)
    form = AnswerForm(request.POST)
    if row.reference is None or not form.is_valid():
        return _reference(request, row, form)
    return _answered(request, row, form.cleaned_data["is_true"], form.note, "startups:reference", token)


@login_not_required
@never_cache
def confirm_site(request, token):
    """Opened by a person or by a mail gateway: only the button on it confirms."""
    return render(request, "startups/confirm_site.html", {"verification": _linked(token, Method.SITE_MAIL)})


@login_not_required
@require_POST
def answer_site(request, token):
    return _answered(request, _linked(token, Method.SITE_MAIL), True, "", "startups:confirm-site", token)


def _own(request, slug):
    return get_object_or_404(Startup.objects.editable_by(request.user), slug=slug)


def _page(request, startup, **forms):
    context = {
        "startup": startup,
        "company": CompanyForm(),
        "site": SiteForm(),
        "customer": CustomerForm(),
        "asked": startup.verifications.select_related("startup"),
        "method": Method,
    }
    return render(request, "startups/verification.html", context | forms)


def _asked(request, startup, form, verb, *arguments):
    try:
        verb(startup, *arguments, request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(str(word) for words in refusal.detail.values() for word in words))
    else:
        messages.success(request, _("Asked for. You see here what comes of it."))
    return redirect("startups:verification", startup.slug)


def _linked(token, method):
    row = find_by_token(StartupVerification.objects.select_related("startup"), token)
    if row is None or row.method != method:
        raise Http404
    return row


def _reference(request, row, form):
    return render(request, "startups/reference.html", {"verification": row, "deployment": row.reference, "form": form})


def _answered(request, row, is_true, note, page_name, token):
    try:
        answer(row, is_true, note)
    except Decided:
        messages.info(request, _("This was answered before. Nothing was changed."))
    return redirect(page_name, token)
