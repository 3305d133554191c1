"""What the other side learns of a decision: nothing."""

import pytest

from cities.models import Official
from matching import decisions
from matching.boards import needs_that_suit
from matching.models import Decision, Side, Verb
from startups.models import Startup
from tests.listings import published_need, published_startup
from tests.matching.deciding import address, city_says, matched, standing, startup_says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("not_the_demo")]

CANARIES = ["CANARY-CITY-WORDS", "CANARY-CITY-NOTE", "CANARY-STARTUP-WORDS"]


@pytest.fixture
def decided(owner, official, startup):
    """Two needs of one department: the city says no to one and shortlists the other, the startup says no to both."""
    needs = [published_need(), published_need()]
    for rank, need in enumerate(needs, 1):
        matched(need, startup, rank)
        startup_says(Verb.NO, need, startup, owner, words="CANARY-STARTUP-WORDS")
    city_says(Verb.NO, needs[0], startup, official, words="CANARY-CITY-WORDS")
    listed = city_says(Verb.SHORTLIST, needs[1], startup, official)
    decisions.keep_note(listed, "CANARY-CITY-NOTE", 0)
    return needs


MAY_MEET = {
    "owner": {"CANARY-STARTUP-WORDS"},
    "official": {"CANARY-CITY-WORDS", "CANARY-CITY-NOTE"},
    "outsider": set(),
    "curator": set(),
    None: set(),
}


@pytest.mark.parametrize("is_demo_mode", [False, True])
@pytest.mark.parametrize("name", MAY_MEET)
def test_nobody_meets_the_words_of_another_side(client, request, settings, decided, name, is_demo_mode):
    settings.DEMO_MODE = is_demo_mode
    if name:
        client.force_login(request.getfixturevalue(name))
    met = set()
    for path in _addresses(decided):
        said = client.get(path).content.decode()
        met |= {canary for canary in CANARIES if canary in said}
    assert met == MAY_MEET[name]


def _addresses(needs):
    paths = ["", "startups/", "needs/", "startups/testlisten/", "startups/testlisten/needs/"]
    paths += ["startups/testlisten/decisions/", f"departments/{needs[0].department_id}/shortlist/"]
    for need in needs:
        paths += [f"needs/{need.pk}/{more}" for more in ("", "candidates/", "candidates/?folded", "shortlist/")]
    api = ["decisions/", "matches/", "startups/testlisten/", *(f"needs/{need.pk}/" for need in needs)]
    api += [f"decisions/{pk}/" for pk in Decision.objects.values_list("pk", flat=True)]
    return [*(f"/{path}" for path in paths), *(f"/api/v1/{path}" for path in api)]


@pytest.mark.parametrize(("name", "path"), [("owner", "/startups/testlisten/"), ("official", "/needs/{need}/")])
def test_a_page_reads_the_same_whatever_the_other_side_decided(
    client, request, need, startup, official, owner, name, path
):
    matched(need, startup)
    client.force_login(request.getfixturevalue(name))
    says, by = (city_says, official) if name == "owner" else (startup_says, owner)
    read = []
    for verb in ("", *Verb):
        if verb:
            says(verb, need, startup, by)
        page = client.get(path.format(need=need.pk)).content.decode()
        read.append([line for line in page.splitlines() if "csrf" not in line])
    assert read == [read[0]] * 4


def test_an_open_list_does_not_renew_itself_for_what_the_other_side_decided(owner, official, match):
    seen = needs_that_suit(match.startup, owner).version
    city_says(Verb.NO, match.need, match.startup, official)
    assert needs_that_suit(match.startup, owner).version == seen


def test_an_account_of_both_sides_decides_for_each_apart(client, owner, department, match):
    Official.objects.create(department=department, user=owner)
    client.force_login(owner)
    client.post(address(match.need, match.startup, "shortlist"))
    client.post(address(match.need, match.startup, "no", Side.STARTUP), {"reason": "NO_CAPACITY"})
    assert sorted(standing()) == [("city", "shortlist", "", ""), ("startup", "no", "NO_CAPACITY", "")]


def test_a_startup_found_elsewhere_can_be_shortlisted_too(client, official, need):
    found = published_startup(slug="found-elsewhere")
    client.force_login(official)
    client.post(address(need, found, "shortlist"))
    assert (standing(), Decision.objects.get().score) == ([("city", "shortlist", "", "")], None)
    assert "found-elsewhere" in client.get(f"/needs/{need.pk}/shortlist/").content.decode()
    assert Startup.objects.filter(decisions__verb="shortlist").get() == found
