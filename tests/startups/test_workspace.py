"""The workspace: who may not, what is kept, and what happens when two people write at once."""

from copy import deepcopy
from datetime import date

import pytest
from django.test import Client

from listings.models import Draft
from startups.editing import current_document
from startups.models import Member, ProfileDraft, Startup
from startups.sections import SECTIONS
from startups.services import approve, begin, request_changes, submit
from tests.listings import PROFILE
from tests.people import person

pytestmark = pytest.mark.django_db

WORKSPACE = "/startups/testlisten/workspace/"
THIS_YEAR = date.today().year
IDENTITY, CHINA, CONTACT = f"{WORKSPACE}identity/", f"{WORKSPACE}china/", f"{WORKSPACE}contact/"
PAGES = [
    WORKSPACE, *(f"{WORKSPACE}{code}/" for code in SECTIONS), f"{WORKSPACE}media/", "/startups/testlisten/members/",
    "/startups/testlisten/withdraw/", "/startups/testlisten/reconfirm/", "/startups/testlisten/preview/",
    "/startups/testlisten/what-if/", "/startups/testlisten/proposed-technologies/",
]  # fmt: skip
VERBS = [
    IDENTITY, "/startups/testlisten/submit/", "/startups/testlisten/withdraw/", "/startups/testlisten/reconfirm/",
    "/startups/testlisten/technologies/WAT-METER/add/", f"{WORKSPACE}media/logo/add/", f"{WORKSPACE}media/link/",
    "/startups/testlisten/members/invite/",
]  # fmt: skip


@pytest.fixture
def member(client, owner):
    client.force_login(owner)
    return client


def seen(client, path: str) -> str:
    return client.get(path).context["seen"]


def kept(client, path: str, **typed):
    """The answer to a plain submit of what the page shows, with changes."""
    page = client.get(path)
    fields = {shown.bound.html_name: shown.bound.value() for group in page.context["groups"] for shown in group.fields}
    counts = page.context["form"].management_form.initial if page.context["section"].is_rows else {}
    fields |= {f"{page.context['section'].base}-{name}": value for name, value in counts.items()}
    values = {name: "" if value is None else value for name, value in fields.items()}
    return client.post(path, values | {"seen": page.context["seen"]} | typed)


def draft_state() -> str:
    return ProfileDraft.objects.get().state


@pytest.mark.parametrize("path", PAGES)
def test_a_workspace_that_is_not_ones_own_does_not_exist(client, startup, outsider, path):
    client.force_login(outsider)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", VERBS)
def test_nobody_else_acts_for_a_startup(client, startup, outsider, path):
    client.force_login(outsider)
    assert client.post(path, {}).status_code == 404
    assert not ProfileDraft.objects.exists()


@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_not_signed_in_signs_in_first(client, startup, path):
    answer = client.get(path)
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("path", PAGES)
def test_members_and_curators_see_every_page(client, startup, owner, curator, path):
    for user in (owner, curator):
        client.force_login(user)
        assert client.get(path).status_code == 200


def test_saving_writes_the_draft_and_leaves_what_readers_see(member, startup):
    assert kept(member, CHINA, presence="AGENT").status_code == 302
    startup.refresh_from_db()
    assert (startup.presence, current_document(startup)["presence"]) == ("WFOE", "AGENT")
    assert "Own company in China" in Client().get("/startups/testlisten/").content.decode()


def test_every_section_gives_back_what_it_was_given(member, startup):
    before = current_document(startup)
    for code in SECTIONS:
        assert kept(member, f"{WORKSPACE}{code}/").status_code == 302
    assert not ProfileDraft.objects.exists()
    assert current_document(startup) == before


def test_what_is_wrong_is_kept_and_told(member, startup):
    kept(member, IDENTITY, founded_year="nineteen", website="javascript:alert(1)")
    page = member.get(IDENTITY)
    told = {shown.place: shown.problem for group in page.context["groups"] for shown in group.fields if shown.problem}
    assert told == {
        "founded_year": "Write a whole number in digits, such as 12.",
        "website": "A web address begins with http:// or https://.",
    }
    assert current_document(startup)["founded_year"] == "nineteen"


@pytest.mark.parametrize(("year", "is_wrong"), [(1899, True), (1900, False), (THIS_YEAR + 1, True)])
def test_a_company_is_founded_in_a_year_that_can_be(member, startup, year, is_wrong):
    kept(member, IDENTITY, founded_year=year)
    assert (f"Name a year from 1900 to {THIS_YEAR}." in member.get(IDENTITY).content.decode()) is is_wrong


def test_a_text_too_long_to_be_kept_stays_in_the_form(member, startup):
    answer = kept(member, f"{WORKSPACE}text-en/", headline="x" * 161)
    assert answer.status_code == 422
    assert "x" * 161 in answer.content.decode()
    assert not ProfileDraft.objects.exists()


def test_numbers_are_taken_as_they_are_written(member, startup):
    kept(member, f"{WORKSPACE}pilot/", cost_low="310,000", cost_high="４６０ ０００", weeks="14")
    assert current_document(startup)["pilot"] == {
        "cost_low": "310000",
        "cost_high": "460000",
        "weeks": "14",
        "city_brings": ["SITE"],
    }


def test_a_row_is_added_and_removed(member, startup):
    path = f"{WORKSPACE}deployments/"
    counts = {"deployments-TOTAL_FORMS": "2", "deployments-INITIAL_FORMS": "1"}
    kept(member, path, **counts, **{"deployments-1-place_en": "Haifa", "deployments-1-country": "IL"})
    assert [row["place"]["en"] for row in current_document(startup)["deployments"]][1:] == ["Haifa"]
    counts = {"deployments-TOTAL_FORMS": "3", "deployments-INITIAL_FORMS": "2"}
    kept(member, path, **counts, **{"deployments-0-DELETE": "on"})
    assert [row["place"]["en"] for row in current_document(startup)["deployments"]] == ["Haifa"]


def test_whoever_edits_another_section_is_no_hindrance(member, startup):
    first = seen(member, IDENTITY)
    kept(member, CONTACT, name="Somebody else")
    values = {"name_en": "Testlisten", "name_zh": "听测", "seen": first}
    assert member.post(IDENTITY, values).status_code == 302
    document = current_document(startup)
    assert (document["name"]["zh"], document["contact"]["name"]) == ("听测", "Somebody else")


def test_the_second_of_two_editors_is_told_sees_both_and_loses_nothing(client, startup, owner):
    other = person("editor@startup.example", full_name="Other editor")
    Member.objects.create(startup=startup, user=other)
    mine, theirs = Client(), Client()
    mine.force_login(owner)
    theirs.force_login(other)
    old = seen(mine, CONTACT)
    kept(theirs, CONTACT, name="Their name")

    answer = mine.post(CONTACT, {"name": "My name", "email": "private@testlisten.example", "seen": old})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Other editor" in said and 'value="My name"' in said and "Their name" in said
    assert current_document(startup)["contact"]["name"] == "Their name"

    again = {"name": "My name", "email": "private@testlisten.example", "seen": answer.context["seen"]}
    assert mine.post(CONTACT, again).status_code == 302
    assert current_document(startup)["contact"]["name"] == "My name"


def test_a_translation_has_what_was_written_first_beside_it(member, startup):
    shown = member.get(f"{WORKSPACE}text-he/").context["groups"][0].fields
    assert {field.bound.name: field.source for field in shown} == PROFILE["texts"]["en"]
    assert [field.source for field in member.get(f"{WORKSPACE}text-en/").context["groups"][0].fields] == [""] * 5


@pytest.mark.parametrize(("year", "is_wrong"), [(1949, True), (1950, False), (THIS_YEAR, False), (THIS_YEAR + 1, True)])
def test_a_reference_has_run_since_a_year_that_can_be(member, startup, year, is_wrong):
    page = kept(member, f"{WORKSPACE}deployments/", **{"deployments-0-since": year})
    said = member.get(f"{WORKSPACE}deployments/").content.decode()
    assert (page.status_code, f"Name a year from 1950 to {THIS_YEAR}." in said) == (302, is_wrong)


def test_a_double_click_is_one_save(member, startup):
    values = {"name": "Once", "seen": seen(member, CONTACT)}
    assert [member.post(CONTACT, values).status_code for _ in range(2)] == [302, 302]
    assert Startup.objects.get().draft_version == 1


def test_for_htmx_a_conflict_takes_the_place_of_the_form(member, startup):
    old = seen(member, CONTACT)
    kept(member, CONTACT, name="First")
    answer = member.post(CONTACT, {"name": "Second", "seen": old}, headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#section")
    assert "First" in answer.content.decode() and "Second" in answer.content.decode()


def test_saving_while_typing_answers_with_the_state_only(member, startup):
    values = {"name": "Typed", "seen": seen(member, CONTACT)}
    answer = member.post(CONTACT, values, headers={"hx-request": "true"})
    said = answer.content.decode()
    assert answer["HX-Trigger"] == '{"kept": {}}'
    assert "Saved at" in said and "<form" not in said
    assert answer.context["seen"] == seen(member, CONTACT)


def test_a_session_that_ended_loses_nothing_that_was_typed(client, startup, owner):
    answer = client.post(CONTACT, {"name": "Typed for an hour", "seen": "x"})
    assert answer.status_code == 302 and answer.url.startswith("/accounts/login/?next=")
    client.force_login(owner)
    page = client.get(CONTACT)
    assert "Typed for an hour" in page.content.decode()
    assert "it is not saved yet" in page.content.decode()
    assert "Typed for an hour" not in client.get(CONTACT).content.decode()


def test_for_htmx_a_session_that_ended_leads_to_the_sign_in(client, startup):
    answer = client.post(CONTACT, {"name": "Typed"}, headers={"hx-request": "true"})
    assert f"/accounts/login/?next={CONTACT}" in answer.content.decode()


def test_nothing_is_kept_for_a_form_that_did_not_ask_for_it(client, startup):
    client.post("/startups/testlisten/members/invite/", {"email": "CANARY"})
    assert "unsent" not in client.session


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in VERBS
        if path.count("/") > 3 and path != IDENTITY and "draw" not in path and "confirm" not in path
    ],
)
def test_whoever_comes_to_a_verb_by_get_is_led_to_its_button(member, startup, path):
    assert member.get(path).status_code == 302


def test_a_curators_sentence_stands_at_its_field_until_it_is_handed_in_again(member, startup, curator, owner):
    kept(member, CHINA, presence="AGENT")
    submit(startup, owner)
    request_changes(startup, {"presence": "Which agent?", "": "Nearly there."}, curator)
    page = member.get(CHINA)
    assert [shown.comment for group in page.context["groups"] for shown in group.fields if shown.comment] == [
        "Which agent?"
    ]
    overview = member.get(WORKSPACE).content.decode()
    assert "Which agent?" in overview and "Nearly there." in overview
    kept(member, CHINA, presence="JV")
    member.post("/startups/testlisten/submit/")
    assert "Which agent?" not in member.get(WORKSPACE).content.decode()
    approve(startup, curator)
    assert Startup.objects.get().presence == "JV"


def test_editing_takes_a_draft_out_of_review_and_says_so(member, startup, owner):
    kept(member, CHINA, presence="AGENT")
    submit(startup, owner)
    assert "Editing takes it back out of the review" in member.get(CHINA).content.decode()
    kept(member, CHINA, presence="JV")
    assert draft_state() == Draft.State.EDITING


def test_a_curator_who_translates_leaves_the_draft_in_review(client, startup, owner, curator):
    client.force_login(owner)
    kept(client, CHINA, presence="AGENT")
    submit(startup, owner)
    client.force_login(curator)
    kept(client, f"{WORKSPACE}text-zh/", headline="新标题")
    assert (draft_state(), current_document(startup)["texts"]["zh"]["headline"]) == (Draft.State.IN_REVIEW, "新标题")


def test_a_profile_is_handed_in_in_one_language_and_published_in_two(client, owner, curator):
    document = deepcopy(PROFILE) | {"texts": {"en": PROFILE["texts"]["en"]}, "name": {"en": "Alone"}}
    del document["slug"]
    startup = begin("Alone", owner)
    from startups.editing import keep_change

    keep_change(startup, lambda draft: draft | document, owner)
    client.force_login(owner)
    client.post(f"/startups/{startup.slug}/submit/")
    assert startup.draft.state == Draft.State.IN_REVIEW

    from rest_framework.exceptions import ValidationError

    with pytest.raises(ValidationError) as missing:
        approve(startup, curator)
    assert set(missing.value.detail) == {"texts"}
    client.force_login(curator)
    kept(
        client, f"/startups/{startup.slug}/workspace/text-zh/", headline="标题", problem="问题", advantage="由14%降至8%"
    )
    assert approve(startup, curator).is_listed


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"presence": ""}, "presence"),
        ({"trl": None}, "trl"),
        ({"contact": {"name": "x"}}, "contact.email"),
        ({"pilot": {"weeks": 12}}, "pilot.cost_low"),
        ({"website": ""}, "website"),
        ({"texts": {"en": {**PROFILE["texts"]["en"], "advantage": "Much better than others."}}}, "texts.en.advantage"),
        ({"technologies": []}, "technologies"),
    ],
)
def test_what_the_eight_questions_ask_is_missed(member, startup, owner, change, place):
    from startups.editing import keep_change, problems

    keep_change(startup, lambda document: document | change, owner)
    assert list(problems(startup, current_document(startup))) == [place]
    member.post("/startups/testlisten/submit/")
    assert draft_state() == Draft.State.EDITING


def test_a_proposed_technology_is_taken_by_one_click(member, startup):
    member.post("/startups/testlisten/technologies/WAT-METER/add/")
    assert current_document(startup)["technologies"] == ["WAT-LEAK", "IOT-SENS", "WAT-METER"]
    assert member.post("/startups/testlisten/technologies/NOPE/add/").status_code == 404


def test_not_for_us_any_more_takes_it_off_the_lists_with_its_reason(member, startup):
    assert "This field is required" in member.post("/startups/testlisten/withdraw/", {"reason": ""}).content.decode()
    member.post("/startups/testlisten/withdraw/", {"reason": "We sell elsewhere."})
    assert Client().get("/startups/testlisten/").status_code == 404
    assert startup.transitions.first().why == "We sell elsewhere."
    # Clicked twice: told, and nothing more.
    assert member.post("/startups/testlisten/withdraw/", {"reason": "Again."}).status_code == 302
    assert startup.transitions.filter(verb="withdraw").count() == 1


def test_the_preview_shows_the_draft_to_its_members(member, startup):
    kept(member, f"{WORKSPACE}text-en/", headline="A headline that is not published")
    assert "A headline that is not published" in member.get("/startups/testlisten/preview/").content.decode()
    assert "A headline that is not published" not in Client().get("/startups/testlisten/").content.decode()


def test_queries_do_not_grow_with_references(member, startup, owner, django_assert_num_queries):
    from startups.editing import keep_change

    path, rows = f"{WORKSPACE}deployments/", PROFILE["deployments"]
    keep_change(startup, lambda document: document | {"deployments": rows, "home_city": "x"}, owner)
    member.get(path)
    with django_assert_num_queries(7):
        member.get(path)
    keep_change(startup, lambda document: document | {"deployments": rows * 3}, owner)
    with django_assert_num_queries(7):
        member.get(path)


def test_a_city_that_is_not_served_is_chosen_by_its_name(member, startup, curator):
    page = member.get(f"{WORKSPACE}terms/")
    assert '<option value="130400">Handan</option>' in page.content.decode()
    kept(member, f"{WORKSPACE}terms/", excluded_cities=["130400", "110000"])
    assert current_document(startup)["excluded_cities"] == ["130400", "110000"]
    submit(startup, curator)
    assert approve(startup, curator).excluded_cities == ["130400", "110000"]


def test_from_the_workspace_one_finds_all_that_members_do(member, startup):
    page = member.get(WORKSPACE).content.decode()
    own = "/startups/testlisten"
    pages = [f"{own}/members/", f"{own}/verification/", f"{own}/history/", f"{own}/workspace/media/"]
    assert [address for address in pages if f'href="{address}"' not in page] == []
