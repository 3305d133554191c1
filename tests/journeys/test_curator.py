"""A curator clears the desk of the demo, twelve things of seven kinds, by keyboard and with at most three keys each."""

import pytest

from tests.journeys.recording import Recording
from tests.journeys.test_edit_to_page import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("site")]

# What is pressed at each: approve (or confirm, grant, nothing is wrong), ask, say no with the third of the reasons.
APPROVE, ASK, NO = ("a",), ("q",), ("r", "3", "Enter")
KEYS = {
    "Galgal Bearings": APPROVE,
    "Shaon Signals": ASK,
    "Best Growth Partners": NO,
    "Gishmon Drainage Systems": APPROVE,
    "Madrakhon": APPROVE,
    "Night flow": APPROVE,
    "29 pumped underpasses": ASK,
    "Tipkeshev Acoustics": APPROVE,
    "A municipal car-park operating company": APPROVE,
    "Pebblecurb Sensing": NO,
    "Shaarmayim Advisory": APPROVE,
    "Dolefiber": ASK,
}
OUTCOME = """
from collections import Counter
from startups.models import Startup
from startups.models import StartupTransition
from cities.models import NeedTransition
from accounts.models import User
curator = User.objects.get(persona="curator")
lines = [line.verb for rows in (StartupTransition, NeedTransition) for line in rows.objects.filter(by=curator)]
print(sorted(Counter(lines).items()))
print(Startup.objects.get(name="Best Growth Partners").transitions.first().why)
print(Startup.objects.get(name="Pebblecurb Sensing").claims.get().why)
"""


def test_twelve_things_are_decided_by_keyboard(page, site):
    sign_in(page, site, "curator")
    page.goto(f"{site.address}/desk/")
    # One more is a translation that goes with the profile it is of.
    assert page.inner_text("main h1").startswith("Today: 13 items")
    page.keyboard.press("b")

    recording, seen = Recording("clearing-the-desk"), set()
    for _ in KEYS:
        page.wait_for_url(lambda url: not url.endswith("/desk/") and url not in seen)
        seen.add(page.url)
        heading = page.inner_text("main h1")
        name = next(name for name in KEYS if name in heading)
        for key in KEYS[name]:
            recording.press(page, name, key)
    page.wait_for_url(f"{site.address}/desk/")
    recording.finish()

    assert page.inner_text(".empty") == "Nothing waits. Thank you."
    assert (len(seen), max(map(len, recording.actions.values()))) == (12, 3)
    counted, reason, why_not_theirs = site.manage("shell", "-v0", "-c", OUTCOME).strip().splitlines()
    assert counted == "[('approve', 4), ('reject', 1), ('request_changes', 2)]"
    assert reason.startswith("The text reads as advertising.")
    assert why_not_theirs.startswith("We could not find out that you act for this company.")


def test_a_key_that_is_typed_decides_nothing(page, site):
    sign_in(page, site, "curator")
    page.goto(f"{site.address}/desk/cover/")
    page.locator("input[name=first_day]").focus()
    page.keyboard.press("t")
    assert page.url == f"{site.address}/desk/cover/"
