"""What the verification pages of startups and departments have in common: asking, and answering a mailed link."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from listings.paths import sentences_at
from listings.verification import find_by_token
from listings.verifying import Decided, answer


def ask_by(request, verb, *arguments):
    """Ask for a verification by this verb, and tell the person what came of it."""
    try:
        asked = verb(*arguments, request.user)
    except ValidationError as refusal:
        for sentence in sentences_at(refusal.detail).values():
            messages.error(request, sentence)
    else:
        messages.success(
            request, _mailed(asked) if asked.waits_for_link else _("Asked for. You see here what comes of it.")
        )


def _mailed(asked):
    return _("A link was mailed to %(address)s. Once it is opened and confirmed there, you see it here.") % {
        "address": asked.contact
    }


def linked_or_404(rows, token):
    row = find_by_token(rows, token)
    if row is None:
        raise Http404
    return row


def answer_by_link(request, row, is_true=True, note=""):
    try:
        answer(row, is_true, note)
    except Decided:
        messages.info(request, _("This was answered before. Nothing was changed."))
