"""The first page for a founder: a pasted text without an account, eight questions with one."""

import pytest
from django.test import Client

from startups.editing import current_document
from startups.models import Member, ProfileDraft, Startup
from tests.listings import published_startup

pytestmark = pytest.mark.django_db

START = "/startups/start/"
ANSWERS = {
    "name": "Drip Guard",
    "website": "https://dripguard.example",
    "problem": "Utilities lose water through leaks nobody hears.",
    "advantage": "Cuts leakage from 18 % to 9 %.",
    "headline": "Sensors that hear leaks",
    "text": "Sensors on hydrants listen at night.",
    "technologies": ["WAT-LEAK"],
    "trl": "7",
    "presence": "NONE",
    "production": "ISRAEL",
    "cost_low": "300,000",
    "weeks": "12",
    "contact_name": "Dana",
    "contact_email": "dana@dripguard.example",
    "references-TOTAL_FORMS": "3",
    "references-INITIAL_FORMS": "0",
    "references-0-place_en": "Haifa",
    "references-0-country": "IL",
    "references-0-since": "2022",
    "references-0-population_band": "P0_05",
    "references-0-indicator_en": "network leakage rate",
    "references-0-before": "18",
    "references-0-after": "9",
    "references-0-unit": "PERCENT",
}


@pytest.fixture
def founder(client, outsider):
    client.force_login(outsider)
    return client


def test_anybody_may_read_the_page_and_nobody_without_account_begins_a_profile(client):
    assert client.get(START).status_code == 200
    answer = client.post(START, ANSWERS)
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/startups/start/")
    assert not Startup.objects.exists()


def test_eight_answers_are_a_profile_in_review(founder, outsider):
    assert founder.post(START, ANSWERS).url == "/startups/drip-guard/workspace/"
    startup = Startup.objects.get()
    assert startup.draft.state == startup.status == "in_review"
    assert startup.members.get().role == Member.Role.OWNER
    assert current_document(startup) == {
        "slug": "drip-guard",
        "name": {"en": "Drip Guard"},
        "website": "https://dripguard.example",
        "source_language": "en",
        "texts": {
            "en": {
                "headline": "Sensors that hear leaks",
                "problem": "Utilities lose water through leaks nobody hears.",
                "advantage": "Cuts leakage from 18 % to 9 %.",
                "description": "Sensors on hydrants listen at night.",
            }
        },
        "technologies": ["WAT-LEAK"],
        "trl": "7",
        "presence": "NONE",
        "production": "ISRAEL",
        "pilot": {"cost_low": "300000", "weeks": "12"},
        "contact": {"name": "Dana", "email": "dana@dripguard.example"},
        "deployments": [
            {
                "place": {"en": "Haifa"}, "country": "IL", "since": "2022", "population_band": "P0_05",
                "indicator": {"en": "network leakage rate"}, "before": "18", "after": "9", "unit": "PERCENT",
            }
        ],
    }  # fmt: skip


def test_the_language_is_that_of_the_texts(founder):
    founder.post(START, ANSWERS | {"problem": "供水企业漏损严重，找不到漏点。", "advantage": "由18%降至9%", "text": ""})
    assert current_document(Startup.objects.get())["source_language"] == "zh"


def test_a_double_click_begins_one_profile(founder):
    for _ in range(2):
        assert founder.post(START, ANSWERS).url == "/startups/drip-guard/workspace/"
    assert (Startup.objects.count(), ProfileDraft.objects.get().state) == (1, "in_review")


def test_after_the_back_button_the_same_profile_is_changed(founder):
    founder.post(START, ANSWERS)
    founder.post(START, ANSWERS | {"weeks": "20"})
    assert current_document(Startup.objects.get())["pilot"]["weeks"] == "20"


def test_sent_again_from_a_form_that_came_back_empty_it_takes_nothing_away(founder):
    founder.post(START, ANSWERS)
    first = current_document(Startup.objects.get())
    empty = dict.fromkeys(ANSWERS, "") | {"name": ANSWERS["name"], "references-TOTAL_FORMS": "0", "weeks": "20"}
    founder.post(START, empty | {"references-INITIAL_FORMS": "0", "technologies": []})
    assert current_document(Startup.objects.get()) == first | {"pilot": first["pilot"] | {"weeks": "20"}}


def test_what_is_missing_is_asked_on_the_next_page_and_nothing_is_lost(founder):
    page = founder.post(START, {**ANSWERS, "presence": "", "technologies": []}, follow=True)
    said = page.content.decode()
    assert "Everything you typed is saved" in said
    assert [entry.place for entry in page.context["workspace"].completeness.needed] == ["technologies", "presence"]
    assert Startup.objects.get().draft.state == "editing"


def test_without_a_name_nothing_begins_and_the_form_keeps_all(founder):
    answer = founder.post(START, ANSWERS | {"name": ""})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Utilities lose water" in said and 'value="Haifa"' in said
    assert not Startup.objects.exists()


def test_what_was_ticked_among_the_proposals_survives_a_refusal(founder):
    ticked = {
        "name": "",
        "headline": "",
        "technologies": ["WAT-LEAK", "IOT-SENS"],
        "proposed_headline": "We hear leaks",
    }
    said = founder.post(START, ANSWERS | ticked).content.decode()
    assert [code for code in ("WAT-LEAK", "IOT-SENS") if f'id="chosen-{code}"' not in said] == []
    assert 'name="proposed_headline" value="We hear leaks"' in said


def test_a_proposal_counts_where_nothing_was_written(founder):
    proposed = {
        "headline": "",
        "advantage": "",
        "proposed_headline": "We hear leaks",
        "proposed_figure": "From 9 % to 4 %",
    }
    founder.post(START, ANSWERS | proposed)
    text = current_document(Startup.objects.get())["texts"]["en"]
    assert (text["headline"], text["advantage"]) == ("We hear leaks", "From 9 % to 4 %")


def test_a_profile_of_the_same_site_is_offered_to_be_claimed(founder):
    published_startup(website="https://www.dripguard.example/en")
    said = founder.post(START, ANSWERS).content.decode()
    assert "/startups/testlisten/claim/" in said and 'value="Haifa"' in said
    assert Startup.objects.count() == 1
    assert founder.post(START, ANSWERS | {"is_another": "on"}).status_code == 302


def test_what_was_typed_when_the_session_ended_is_there_after_the_sign_in(outsider):
    client = Client()
    client.post(START, ANSWERS)
    client.force_login(outsider)
    said = client.get(START).content.decode()
    assert "it is not saved yet" in said and "Utilities lose water" in said and 'value="Haifa"' in said


def test_a_name_cannot_take_the_place_of_one_of_our_pages(founder):
    founder.post(START, ANSWERS | {"name": "Start"})
    assert Startup.objects.get().slug == "start-2"


@pytest.mark.parametrize("is_demo", [True, False])
def test_what_is_begun_in_the_demo_is_part_of_it(founder, settings, is_demo):
    settings.DEMO_MODE = is_demo
    founder.post(START, ANSWERS)
    assert Startup.objects.get().is_demo == is_demo, "the demo is loaded again beside it, but not beside a real one"
