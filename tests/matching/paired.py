"""A need and a profile side by side, as the sentences on cards are made from them."""

from cities.models import Need
from matching.corpus import current_corpus
from matching.explaining.pairing import Asked, Pairing
from startups.models import Startup


def paired(need: Need, startup: Startup) -> Pairing:
    corpus = current_corpus()
    asked = Asked.by_needs([Need.objects.with_page().get(pk=need.pk)], corpus)[0]
    return Pairing(asked, Startup.objects.with_profile().get(pk=startup.pk), corpus)
