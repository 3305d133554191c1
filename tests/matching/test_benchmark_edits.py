import json

import pytest
from django.core.management import CommandError, call_command

from cities.models import Need
from matching.models import Match
from startups.models import Startup
from tests.listings import published_need, published_startup

pytestmark = pytest.mark.django_db


def test_it_refuses_to_touch_real_listings(capsys):
    published_need()
    published_startup()
    with pytest.raises(CommandError, match="no listed demo startups"):
        call_command("benchmark_edits")
    assert Match.objects.count() == 0


def test_it_edits_demo_listings_and_says_how_long_that_took(capsys):
    need, startup = published_need(), published_startup()
    for listing in (need, startup):
        type(listing).objects.filter(pk=listing.pk).update(is_demo=True)
    as_they_stand = (Startup.objects.get().trl, Need.objects.get().stage)
    call_command("benchmark_edits", edits=1)
    figures = json.loads(capsys.readouterr().out)
    assert (figures["startups"], figures["needs"]) == (1, 1)
    assert figures["edit_of_needs"]["edits"] == figures["edit_of_startups"]["edits"] == 2  # there and back
    assert Match.objects.count() == 1
    assert Startup.objects.due().count() == 0
    assert (Startup.objects.get().trl, Need.objects.get().stage) == as_they_stand


def test_no_edits_are_refused():
    with pytest.raises(CommandError, match="at least 1"):
        call_command("benchmark_edits", edits=0)
