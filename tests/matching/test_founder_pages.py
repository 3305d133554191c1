"""What the matching adds where founders write: needs for a pasted text, proposals, effects of missing facts."""

from datetime import date

import pytest

from listings.models import Status
from matching.pasted_profile import needs_for_text, propose
from matching.what_if import effects
from startups.editing import current_document, keep_change
from startups.models import Startup
from startups.unsaved import as_published
from tests.listings import published_need

pytestmark = pytest.mark.django_db

PASTED = "/suiting-needs/"
TEXT = (
    "Testlisten makes acoustic loggers that find hidden leaks in water mains. Our sensors listen at night on hydrants. "
    "Network leakage fell from 17.6 % to 9.8 % in fourteen months. Founded in 2016. Call +972 3 555 1234."
)


def effect_at(place: str, startup: Startup, user):
    draft = as_published(startup, current_document(startup))
    return next((effect for effect in effects(draft, user, 2026) if effect.place == place), None)


def test_a_pasted_site_finds_public_needs_without_an_account(client, need):
    answer = client.post(PASTED, {"text": TEXT}, headers={"hx-request": "true"})
    said = answer.content.decode()
    assert "1 public need fits this" in said
    assert "High leakage in the old town" in said
    assert "<html" not in said


def test_without_javascript_the_answer_is_the_whole_page_with_the_text(client, need):
    said = client.post(PASTED, {"text": TEXT}).content.decode()
    assert "1 public need fits this" in said and "Testlisten makes acoustic loggers" in said


def test_needs_that_are_not_public_are_not_counted(client, need):
    published_need(visibility="members")
    published_need(visibility="matched")
    published_need(topics=["P-CROWD"])
    assert needs_for_text(TEXT).count == 1
    need.status = Status.CLOSED
    need.save()
    assert needs_for_text(TEXT).count == 0


def test_nothing_of_a_pasted_text_is_stored(client, need):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.post(PASTED, {"text": "CANARY-PASTED " + TEXT})
    assert [query["sql"] for query in queries if "CANARY" in query["sql"]] == []
    assert "unsent" not in client.session


@pytest.mark.parametrize("text", ["test test", "1234", "asdf qwer"])
def test_a_text_that_names_no_thing_gets_no_number_of_needs(need, text):
    assert (needs_for_text(text).count, bool(propose(text))) == (0, False)


def test_an_empty_or_endless_text_is_told_so(client, need):
    assert "Paste the text first" in client.post(PASTED, {"text": ""}).content.decode()
    assert "At most 6000 characters fit" in client.post(PASTED, {"text": "x" * 6_001}).content.decode()


def test_a_pasted_site_proposes_technologies_headlines_and_numbers(db):
    found = propose(TEXT)
    assert found.technologies[0].technology.code == "WAT-LEAK" and found.technologies[0].is_ticked
    assert found.headlines[:2] == (
        [
            "Testlisten makes acoustic loggers that find hidden leaks in water mains",
            "Our sensors listen at night on hydrants",
        ]
    )
    assert found.figures == ["Network leakage fell from 17.6 % to 9.8 % in fourteen months"]


def test_a_chinese_site_proposes_the_same_technology(db):
    found = propose("我们研制供水管网漏损监测的声学传感器。管网漏损率由17.6%降至9.8%。")
    assert found.technologies[0].technology.code == "WAT-LEAK"
    assert found.figures == ["管网漏损率由17.6%降至9.8%"]


def test_proposals_are_offered_to_the_signed_in_only(client, need, outsider):
    assert "proposed_headline" not in client.post(PASTED, {"text": TEXT}).content.decode()
    client.force_login(outsider)
    assert "proposed_headline" in client.post(PASTED, {"text": TEXT}).content.decode()


def test_the_address_itself_leads_to_the_page(client):
    assert client.get(PASTED).url == "/startups/start/"


@pytest.mark.parametrize("path", ["what-if", "proposed-technologies"])
def test_effects_are_the_members_business(client, startup, outsider, path):
    assert client.get(f"/startups/testlisten/{path}/").status_code == 302
    client.force_login(outsider)
    assert client.get(f"/startups/testlisten/{path}/").status_code == 404


def test_a_reference_in_china_changes_a_need_by_points(startup, owner, need):
    keep_change(startup, lambda document: document | {"deployments": []}, owner)
    effect = effect_at("deployments", startup, owner)
    assert (effect.change.entries, effect.change.points > 0) == (1, True)


def test_what_is_stated_has_no_effect_any_more(startup, owner, need):
    assert effect_at("presence", startup, owner) is None
    keep_change(startup, lambda document: document | {"presence": ""}, owner)
    assert effect_at("presence", startup, owner).change.entries == 1


def test_the_best_way_to_state_it_is_told(startup, owner, need):
    keep_change(startup, lambda document: {**document, "trl": None}, owner)
    assert str(effect_at("trl", startup, owner).said) in {"Demonstration in real operation", "In use at scale"}


def test_needs_that_one_may_not_see_are_not_counted(startup, owner):
    keep_change(startup, lambda document: document | {"presence": ""}, owner)
    published_need(visibility="matched")
    assert effect_at("presence", startup, owner) is None


def test_asking_what_if_stores_nothing(client, startup, owner, need):
    from matching.models import Match, TextVector

    client.force_login(owner)
    client.get("/startups/testlisten/what-if/")
    before = list(TextVector.objects.order_by("pk").values_list("subject", "key", "text_hash"))
    keep_change(startup, lambda document: document | {"presence": ""}, owner)
    assert client.get("/startups/testlisten/what-if/").status_code == 200
    assert list(TextVector.objects.order_by("pk").values_list("subject", "key", "text_hash")) == before
    assert not Match.objects.exists()


def test_for_htmx_each_line_goes_to_its_field(client, startup, owner, need):
    keep_change(startup, lambda document: document | {"presence": "", "deployments": []}, owner)
    client.force_login(owner)
    said = client.get("/startups/testlisten/what-if/?section=china", headers={"hx-request": "true"}).content.decode()
    assert 'id="effect-presence" hx-swap-oob="true"' in said.replace("\n", " ").replace("  ", " ")
    assert "effect-deployments" not in said


def test_the_first_screen_gets_the_most_useful_one(client, startup, owner, need):
    keep_change(startup, lambda document: document | {"presence": "", "deployments": []}, owner)
    client.force_login(owner)
    first = effects(as_published(startup, current_document(startup)), owner, date.today().year)[0]
    said = client.get("/startups/testlisten/what-if/?best", headers={"hx-request": "true"}).content.decode()
    assert str(first.said) in said and said.count('class="effect"') == 1


def test_proposed_technologies_leave_out_what_is_chosen(client, startup, owner):
    client.force_login(owner)
    said = client.get("/startups/testlisten/proposed-technologies/").content.decode()
    assert "technologies/WAT-LEAK/add/" not in said
