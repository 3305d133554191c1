"""Which entries are suspected to be one, what is remembered of it, and the pages on which curators decide."""

import pytest
from django.core.cache import cache

from desk.duplicates.finding import compare, due, name_pair
from desk.merging.services import merge, unmerge, version_of
from desk.models import Duplicate, Merger
from desk.tasks import finish_old_mergers, look_for_duplicates
from desk.today import duplicates as source
from language.latin import name_key, skeleton
from matching.models import TextVector
from startups.models import Startup
from startups.services import begin, record_change
from startups.verification import ask_company
from tests.desk.merged import OTHER
from tests.listings import drafted, published_startup

pytestmark = pytest.mark.django_db

ELSE = {
    "name": {"en": "Unlike"},
    "website": "https://unlike.example",
    "legal_name": "",
    "texts": {
        "en": {"headline": "Drones that count trees", "problem": "Trees fall.", "advantage": "Twice as fast."},
        "zh": {"headline": "无人机清点树木", "problem": "树木倒伏。", "advantage": "快一倍。"},
    },
}


def other(**changes) -> Startup:
    return published_startup(**{"slug": "other"} | ELSE | changes)


def suspected(startup) -> list[list[str]]:
    compare(startup)
    rows = Duplicate.objects.waiting().of(startup)
    return [[reason["code"] for reason in row.reasons] for row in rows]


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


# --- what is alike --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Testlisten", "TESTLISTEN Ltd."),
        ("Ａqua Ｔech", "Aquá"),
        ("听测科技有限公司", "听测"),
        ("听测科技", "Ting Ce Technologies"),
        ('טסטליסטן בע"מ', "טסטליסטן"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, another):
    assert name_key(one) == name_key(another)


@pytest.mark.parametrize(
    ("hebrew", "latin"), [("טסטליסטן", "Testlisten"), ("צ'קמרקס", "Checkmarx"), ("טקדו", "TaKaDu")]
)
def test_hebrew_and_latin_share_their_consonants(hebrew, latin):
    assert skeleton(name_key(hebrew)) == skeleton(name_key(latin))


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"name": {"en": "Test-Listen Inc."}}, ["name"]),
        ({"name": {"en": "Hearing", "zh": "听测"}}, ["name"]),
        ({"name": {"en": "Hearing", "he": "טסטליסטן"}}, ["skeleton"]),
        ({"legal_name": "Testlisten Limited"}, ["name"]),
        ({"website": "https://www.testlisten.example/en/about"}, ["site"]),
        ({"is_demo": True, "name": {"en": "Testlisten"}}, []),
    ],
)
def test_each_sign_is_found_and_named(startup, changes, codes):
    is_demo = changes.pop("is_demo", False)
    second = other(**changes)
    Startup.objects.filter(pk=second.pk).update(is_demo=is_demo)
    compare(startup)
    second.refresh_from_db()
    assert suspected(second) == ([codes] if codes else [])


def test_a_company_number_tells(startup, owner):
    second = other()
    ask_company(startup, "51-555 5", owner)
    ask_company(second, "515555", owner)
    compare(startup)
    assert suspected(second) == [["number"]]


def test_texts_that_say_the_same_tell(startup):
    second = other()
    for one, direction in ((startup, [1.0, 0.0, 0.1]), (second, [1.0, 0.0, 0.0])):
        TextVector.objects.create(subject="startup", key=str(one.pk), model="any", text_hash="x", vector=direction)
    compare(startup)
    [reason] = Duplicate.objects.get().reasons
    assert (reason["code"], reason["alike"]) == ("text", 1.0)
    assert reason["texts"][str(second.pk)] == "Drones that count trees"


def test_what_many_share_tells_none_apart(startup):
    for number in range(6):
        other(
            slug=f"number-{number}",
            name={"en": f"{number} {'abcdefgh'[number] * 6}"},
            website="https://testlisten.example/x",
        )
    assert suspected(startup) == []


def test_what_was_never_published_is_known_by_its_draft(startup, owner, settings):
    settings.DEMO_MODE = False  # what is begun in the demo belongs to the demo, and stays apart from real entries
    begun = begin("Our new company", owner)
    drafted(begun, {"website": "https://testlisten.example", "name": {"en": "Something"}}, by=owner)
    compare(startup)
    assert suspected(Startup.objects.get(pk=begun.pk)) == [["site"]]


# --- what is remembered ---------------------------------------------------------------------------------------------


def test_it_is_compared_once_for_each_version(startup, owner):
    Startup.objects.update(scored_revision=1)
    look_for_duplicates()
    assert list(due()) == []
    record_change(startup)
    assert list(due()) == []
    Startup.objects.update(scored_revision=startup.revision)
    assert list(due()) == [startup]
    look_for_duplicates()
    ask_company(startup, "51-5", owner)
    assert list(due()) == [startup]


def test_not_the_same_is_remembered_also_of_what_was_merged_since(startup, curator):
    second, third = published_startup(**OTHER), other()
    compare(second)
    compare(startup)
    Duplicate.objects.update(answer="different")
    assert suspected(startup) == []
    merge(third, second, curator)
    Startup.objects.filter(pk=third.pk).update(name="Testlisten")
    third.refresh_from_db()
    assert suspected(third) == []


def test_a_suspicion_that_no_longer_holds_goes_but_not_a_curators(startup):
    second = published_startup(**OTHER)
    compare(second)
    assert len(suspected(startup)) == 1
    Startup.objects.filter(pk=second.pk).update(name="Else", name_zh="", name_he="", legal_name="", website="")
    second.refresh_from_db()
    assert suspected(second) == []
    name_pair(startup, second)
    assert suspected(second) == [["curator"]]


def test_found_from_both_sides_it_is_one_row(startup):
    second = published_startup(**OTHER)
    for one in (startup, second, startup):
        compare(one)
    assert Duplicate.objects.count() == 1


# --- the pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def duplicate(startup):
    return Duplicate.objects.create(first=startup, second=published_startup(**OTHER))


def sent(duplicate, kept="first", **more):
    kept, gone = (duplicate.first, duplicate.second) if kept == "first" else (duplicate.second, duplicate.first)
    return {"kept": kept.pk, "kept_version": version_of(kept), "gone_version": version_of(gone)} | more


def choices(duplicate, taken=()):
    from desk.merging.profiles import differences

    parts = [part.path for part in differences(duplicate.first, duplicate.second)]
    return {f"take:{path}": (duplicate.second if path in taken else duplicate.first).pk for path in parts}


@pytest.mark.parametrize("who", ["owner", "official", "outsider"])
def test_nobody_else_reads_or_decides(client, request, duplicate, curator, who):
    merger = Merger.objects.create(kept=duplicate.first, gone=duplicate.second, was="published")
    client.force_login(request.getfixturevalue(who))
    for page in ("/desk/duplicates/", f"/desk/duplicates/{duplicate.pk}/", f"/desk/mergers/{merger.pk}/"):
        assert client.get(page).status_code == 404
    for verb in (
        f"duplicates/{duplicate.pk}/merge",
        f"duplicates/{duplicate.pk}/different",
        f"mergers/{merger.pk}/undo",
    ):
        assert client.post(f"/desk/{verb}/", sent(duplicate)).status_code == 404
    assert (Duplicate.objects.get().answer, Startup.objects.filter(status="merged").count()) == ("", 0)


def test_a_curator_chooses_part_by_part(desk, duplicate):
    page = desk.get(f"/desk/duplicates/{duplicate.pk}/")
    assert [part.path for part in page.context["sides"].parts] == [
        "name", "legal_name", "website", "technologies", "trl", "deployments",
    ]  # fmt: skip
    assert [part.path for part in page.context["sides"].parts if not part.is_stated] == ["legal_name"]
    data = sent(duplicate) | choices(duplicate, ["legal_name", "technologies"])
    answer = desk.post(f"/desk/duplicates/{duplicate.pk}/merge/", data, follow=True)
    merger = Merger.objects.get()
    assert (answer.redirect_chain, merger.taken) == ([("/desk/", 302)], ["legal_name", "technologies"])
    assert f'<a href="/desk/mergers/{merger.pk}/">See what was done, or undo it</a>' in answer.content.decode()
    kept = Startup.objects.get(slug="testlisten")
    assert (kept.legal_name, kept.trl, kept.status) == ("Testlisten Acoustics Ltd", 9, "published")
    assert Duplicate.objects.get().answer == "same"


def test_a_second_click_and_an_old_page_change_nothing(desk, duplicate):
    data = sent(duplicate) | choices(duplicate)
    assert (
        "changed while you read"
        in desk.post(f"/desk/duplicates/{duplicate.pk}/merge/", data | {"gone_version": "0-0-draft"}).content.decode()
    )
    desk.post(f"/desk/duplicates/{duplicate.pk}/merge/", data)
    second = desk.post(f"/desk/duplicates/{duplicate.pk}/merge/", data, follow=True)
    assert "Somebody was faster" in second.content.decode()
    assert Merger.objects.count() == 1


def test_two_curators_at_one_pair_are_told(desk, client, admin_user, duplicate):
    cache.clear()
    desk.get(f"/desk/duplicates/{duplicate.pk}/")
    client.force_login(admin_user)
    assert "has this open too" in client.get(f"/desk/duplicates/{duplicate.pk}/").content.decode()


def test_what_cannot_be_merged_says_why(desk, duplicate):
    Startup.objects.filter(pk=duplicate.second_id).update(status="blocked")
    page = desk.get(f"/desk/duplicates/{duplicate.pk}/").content.decode()
    assert "Lift the block first" in page and "Put them together" not in page


@pytest.mark.parametrize(
    "address",
    ["testlisten-ltd", "https://match.example/zh-hans/startups/testlisten-ltd/", "/startups/testlisten-ltd/needs/"],
)
def test_a_curator_names_two_that_nobody_found(desk, startup, address):
    second = published_startup(**OTHER)
    answer = desk.post("/desk/duplicates/compare/", {"one": "testlisten", "other": address})
    duplicate = Duplicate.objects.get()
    assert {duplicate.first, duplicate.second} == {startup, second}
    assert answer.url == f"/desk/duplicates/{duplicate.pk}/"


@pytest.mark.parametrize("other", ["nobody", "testlisten"])
def test_what_is_not_there_or_the_same_is_not_compared(desk, startup, other):
    page = desk.post("/desk/duplicates/compare/", {"one": "testlisten", "other": other})
    assert page.status_code == 200 and not Duplicate.objects.exists()


def test_the_page_of_a_merger_tells_what_would_not_come_back(desk, duplicate, owner, curator):
    merger = merge(duplicate.second, duplicate.first, curator, ["trl"])
    Startup.objects.filter(pk=duplicate.second_id).update(trl=3)
    duplicate.second.members.filter(user=owner).delete()
    page = desk.get(f"/desk/mergers/{merger.pk}/")
    assert page.context["since"] == {"profile": True, "rows": 1}
    desk.post(f"/desk/mergers/{merger.pk}/undo/")
    again = desk.post(f"/desk/mergers/{merger.pk}/undo/", follow=True)
    assert "undone already" in again.content.decode()


def test_it_stands_in_the_list_of_today(curator, duplicate):
    [item] = source.items(curator)
    assert (item.subject, item.url) == ("Testlisten · Testlisten Ltd", f"/desk/duplicates/{duplicate.pk}/")
    duplicate.answer = "different"
    duplicate.save()
    assert list(source.items(curator)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(desk, startup, curator, django_assert_num_queries, count):
    for number in range(count):
        second = published_startup(slug=f"n-{number}", name={"en": f"N {number}"})
        Duplicate.objects.create(first=startup, second=second)
        Merger.objects.create(kept=startup, gone=second, was="published", by=curator)
    with django_assert_num_queries(4):
        desk.get("/desk/duplicates/")


# --- the address of the one that went -------------------------------------------------------------------------------


def test_its_former_address_leads_to_the_one_that_is_kept(client, startup, owner, curator):
    merge(startup, published_startup(**OTHER), curator)
    for path, leads in (
        ("/startups/testlisten-ltd/", "/startups/testlisten/"),
        ("/zh-hans/startups/testlisten-ltd/?a=1", "/zh-hans/startups/testlisten/?a=1"),
        ("/startups/testlisten-ltd/needs/", "/startups/testlisten/needs/"),
        ("/api/v1/startups/testlisten-ltd/", "/api/v1/startups/testlisten/"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, leads)
    client.force_login(owner)
    assert client.get("/startups/testlisten-ltd/workspace/").url == "/startups/testlisten/workspace/"
    assert client.post("/startups/testlisten-ltd/submit/").status_code == 404


def test_it_leads_nobody_to_what_they_may_not_see(client, startup, curator):
    merge(startup, published_startup(**OTHER), curator)
    Startup.objects.filter(pk=startup.pk).update(visibility="members")
    hidden, absent = client.get("/startups/testlisten-ltd/"), client.get("/startups/nobody/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_undone_each_has_its_own_address_again(client, startup, curator):
    unmerge(merge(startup, published_startup(**OTHER), curator), curator)
    assert client.get("/startups/testlisten-ltd/").status_code == 200


def test_no_other_page_pays_for_it(client, startup, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/nothing/here").status_code == 404


def test_old_mergers_are_cleared_away(startup, curator):
    merger = merge(startup, published_startup(**OTHER), curator)
    Merger.objects.update(at="2020-01-01T00:00Z")
    finish_old_mergers()
    merger.refresh_from_db()
    assert (merger.finished_at is not None, merger.gone.texts.count()) == (True, 0)


# --- whose data it holds --------------------------------------------------------------------------------------------


def test_a_record_forgets_a_person_who_goes(startup, owner, curator, need):
    from accounts.services import delete_account

    second = published_startup(**OTHER | {"contact": {"name": "Owner", "email": "owner@startup.example"}})
    second.members.create(user=owner, role="editor")
    Startup.objects.filter(pk=startup.pk).update(contact_name="Owner", contact_email="owner@startup.example")
    merger = merge(Startup.objects.get(pk=startup.pk), second, curator, ["trl"])
    assert "owner@startup.example" in str(merger.content) and len(merger.aside) == 1
    delete_account(owner)
    merger.refresh_from_db()
    assert "owner@startup.example" not in str(merger.content)
    assert merger.aside[0]["rows"] == []
    unmerge(merger, curator)
    assert not Startup.objects.filter(contact_name="Owner").exists()
