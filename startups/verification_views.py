"""What owners do to be verified, and the two pages that mailed links lead to."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from listings.verifying_pages import answer_by_link, ask_by, linked_or_404
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
        return _asked(request, startup, verification.ask_company, form.cleaned_data["number"])
    return _page(request, startup, company=form)


@require_POST
def ask_site(request, slug):
    startup = _own(request, slug)
    form = SiteForm(request.POST)
    if form.is_valid():
        return _asked(request, startup, verification.ask_site, form.cleaned_data["mailbox"])
    return _page(request, startup, site=form)


@require_POST
def ask_customer(request, slug, pk):
    startup = _own(request, slug)
    deployment = get_object_or_404(startup.deployments, pk=pk)
    form = CustomerForm(request.POST)
    if form.is_valid():
        return _asked(request, startup, verification.ask_customer, deployment, form.cleaned_data["address"])
    return _page(request, startup, customer=form, asked_about=deployment)


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
    answer_by_link(request, row, form.cleaned_data["is_true"], form.note)
    return redirect("startups:reference", token)


@login_not_required
@never_cache
def confirm_site(request, token):
    """Opened by a person or by a mail gateway: only the button on it confirms."""
    return render(request, "startups/confirm_site.html", {"verification": _linked(token, Method.SITE_MAIL)})


@login_not_required
@require_POST
def answer_site(request, token):
    answer_by_link(request, _linked(token, Method.SITE_MAIL))
    return redirect("startups:confirm-site", token)


def _own(request, slug):
    return get_object_or_404(Startup.objects.editable_by(request.user), slug=slug)


def _page(request, startup, **refused):
    context = {
        "startup": startup,
        "company": CompanyForm(),
        "site": SiteForm(),
        "customer": CustomerForm(),
        "asked": startup.verifications.select_related("startup"),
    }
    return render(request, "startups/verification.html", context | refused)


def _asked(request, startup, verb, *arguments):
    ask_by(request, verb, startup, *arguments)
    return redirect("startups:verification", startup.slug)


def _linked(token, method):
    return linked_or_404(StartupVerification.objects.filter(method=method).select_related("startup"), token)


def _reference(request, row, form):
    return render(request, "startups/reference.html", {"verification": row, "deployment": row.reference, "form": form})
