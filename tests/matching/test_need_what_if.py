"""What one more answer of a need would change among its candidates."""

import pytest

from cities.editing import document_of
from cities.services import begin, keep_draft
from cities.unsaved import as_published
from matching.models import Match, TextVector
from matching.need_what_if import effects
from tests.listings import NEED, published_startup

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(department, official, startup):
    document = {name: NEED[name] for name in ("source_language", "texts", "topics", "kpis")}
    return begin(department, official, document | {"stage": "PILOT", "budget_band": "TO_1M"})


def told(need) -> dict[str, tuple[int, int, int]]:
    found = effects(as_published(need, document_of(need)))
    return {effect.key: (effect.change.entries, effect.change.rising, effect.change.falling) for effect in found}


def rewritten(need, official, **changes):
    keep_draft(need, document_of(need) | changes, official, need.draft_version)
    return type(need).objects.get(pk=need.pk)


def test_it_is_the_departments_business(client, begun, owner, outsider):
    for user in (owner, outsider):
        client.force_login(user)
        assert client.get(f"/needs/{begun.pk}/what-if/").status_code == 404


def test_a_must_have_that_a_profile_says_no_to_lowers_its_band(begun):
    published_startup(slug="other", data_in_china="LEAVES")
    assert told(begun)["DATA_IN_CHINA"][2] == 1


def test_what_is_asked_already_is_told_no_more(begun, official):
    published_startup(slug="other", data_in_china="LEAVES")
    assert "DATA_IN_CHINA" in told(begun)
    assert "DATA_IN_CHINA" not in told(rewritten(begun, official, requirements=[{"kind": "DATA_IN_CHINA"}]))


def test_what_can_be_given_in_several_ways_is_told_once(begun, official):
    need = rewritten(begun, official, budget_band="")
    for number, cost in enumerate((200_000, 2_000_000, 9_000_000)):
        published_startup(slug=f"other{number}", pilot={"cost_low": cost, "cost_high": cost}, trl=5)
    keys = [effect.key for effect in effects(as_published(need, document_of(need)))]
    assert len(keys) == len(set(keys)) > 0


def test_a_need_without_a_word_has_no_candidates_to_change(department, official, startup):
    assert told(begin(department, official)) == {}


def test_it_is_shown_beside_the_form_and_on_a_page_and_stores_nothing(client, begun, official):
    published_startup(slug="other", data_in_china="LEAVES")
    client.force_login(official)
    for headers in ({}, {"hx-request": "true"}):
        page = client.get(f"/needs/{begun.pk}/what-if/", headers=headers).content.decode()
        assert f"/needs/{begun.pk}/edit/#field-must_haves" in page
    assert not TextVector.objects.filter(subject=TextVector.Subject.NEED).exists()
    assert not Match.objects.exists()


def test_a_draft_with_nonsense_in_it_is_read_as_far_as_it_goes(begun, official):
    need = rewritten(begun, official, budget_band="NOTHING", reply_by="never", topics=["W-LEAK", "W-NONE"])
    shown = as_published(need, document_of(need))
    assert (shown.budget_band, shown.reply_by, [row.topic_id for row in shown.topic_rows.all()]) == (
        "",
        None,
        ["W-LEAK"],
    )
