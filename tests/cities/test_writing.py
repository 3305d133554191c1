"""Writing a need and handing it in, as its department, as others, twice at once, and after one's session has ended."""

from datetime import date, timedelta

import pytest
from django.test import Client
from rest_framework.exceptions import ValidationError

from cities.inputs import begun_with
from cities.models import Need, NothingFits
from cities.services import approve, begin, keep_draft, request_changes
from listings.models import Draft
from tests.listings import NEED, verify

pytestmark = pytest.mark.django_db

PARAGRAPH = "老城区公共供水管网漏损率约18%，暗漏平均58天才发现，抢修开挖五次有一次落空，群众反映水压不足。"
DEADLINE = f"{date.today().year + 1}-12-31"
SEVEN = {
    "problem": PARAGRAPH,
    "present": "漏损率18%",
    "target": "降到12%",
    "by": DEADLINE,
    "must_haves": ["DATA_IN_CHINA"],
    "budget_band": "TO_1M",
    "visibility": "matched",
    "city_hidden": "on",
    "title": "老城区供水管网漏损率高",
    "topics": ["W-LEAK"],
    "stage": "STUDY",
    "expires": "180",
}
PAGES = ("edit", "sheet")
VERBS = ("save", "accept", "submit", "copy", "renew", "close", "put-away", "nothing-fits")


@pytest.fixture
def begun(official, department) -> Need:
    return begin(verify(department), official, begun_with(PARAGRAPH))


@pytest.fixture
def writer(client, official) -> Client:
    client.force_login(official)
    return client


def at(need: Need, verb: str) -> str:
    return f"/needs/{need.pk}/{verb}/"


def seven(need: Need, **typed) -> dict:
    need.refresh_from_db()
    return {**SEVEN, "version": need.draft_version, **typed}


def stored(need: Need) -> dict:
    return Need.objects.get(pk=need.pk).draft.document


# --- who may not ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["outsider", "owner"])
@pytest.mark.parametrize("verb", [*PAGES, *VERBS])
def test_to_others_a_draft_does_not_exist(client, request, begun, person, verb):
    client.force_login(request.getfixturevalue(person))
    ask = client.get if verb in PAGES else client.post
    hidden, absent = ask(at(begun, verb)), ask(f"/needs/{begun.pk + 1}/{verb}/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)


@pytest.mark.parametrize("verb", [*PAGES, *VERBS])
def test_a_visitor_is_sent_to_sign_in(client, begun, verb):
    answer = (client.get if verb in PAGES else client.post)(at(begun, verb))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")
    assert stored(begun) == begun.draft.document


@pytest.mark.parametrize("verb", VERBS)
def test_no_link_does_a_verb(writer, begun, verb):
    assert writer.get(at(begun, verb)).status_code == 405


# --- seven inputs -----------------------------------------------------------------------------------------------------


def test_seven_inputs_with_title_and_topics_are_enough(writer, begun):
    answer = writer.post(at(begun, "submit"), seven(begun))
    assert (answer.status_code, answer.url) == (302, at(begun, "edit"))
    begun.refresh_from_db()
    assert (begun.status, begun.draft.state) == ("in_review", "in_review")
    assert stored(begun)["kpis"] == [
        {"indicator": {"zh": "漏损率"}, "unit": "PERCENT", "baseline": "18", "target": "12", "by": DEADLINE}
    ]


def test_a_curator_adds_the_english_wording_and_approves(writer, begun, official, curator):
    english = {"translated_title": "High leakage", "translated_problem": "Leaks stay unseen for 58 days."}
    writer.post(at(begun, "submit"), seven(begun, **english))
    approve(begun, curator)
    assert {text.language: text.title for text in Need.objects.get(pk=begun.pk).texts.all()} == {
        "zh": "老城区供水管网漏损率高",
        "en": "High leakage",
    }


def test_what_a_curator_mends_stays_in_review(client, writer, begun, curator):
    writer.post(at(begun, "submit"), seven(begun))
    with pytest.raises(ValidationError):
        approve(begun, curator)
    client.force_login(curator)
    client.post(at(begun, "save"), seven(begun, translated_title="High leakage", translated_problem="Leaks unseen."))
    begun.refresh_from_db()
    assert begun.draft.state == Draft.State.IN_REVIEW
    assert approve(begun, curator).status == "published"


MISSING = {
    "problem": "Describe the problem: what goes wrong, where and how often.",
    "target": "Write the figure to be reached, with its unit, such as: 12 per cent.",
    "by": "Name the day by which it should be reached.",
    "budget_band": "Choose a band; “no budget yet” is an answer too.",
    "title": "Say in one line what goes wrong.",
    "topics": "Choose at least one topic.",
}


@pytest.mark.parametrize("missing", MISSING)
def test_what_is_missing_is_said_at_its_input_and_the_rest_is_kept(writer, begun, missing):
    page = writer.post(at(begun, "submit"), seven(begun, **{missing: []}))
    form = page.context["form"]
    assert {name: form[name].errors for name in form.fields if form[name].errors} == {missing: [MISSING[missing]]}
    assert stored(begun)["kpis"][0]["baseline"] == "18"
    begun.refresh_from_db()
    assert begun.draft.state == Draft.State.EDITING


def test_a_figure_of_nothing_is_asked_what_it_counts(writer, begun):
    page = writer.post(
        at(begun, "submit"), seven(begun, problem="暗漏难以发现，抢修常常落空。", present="18", target="12")
    )
    assert page.context["form"].errors == {"present": ["Say what the figure counts, such as: leakage 18 per cent."]}


@pytest.mark.parametrize("field", ["by", "reply_by"])
def test_a_day_that_has_passed_is_not_handed_in(writer, begun, field):
    page = writer.post(at(begun, "submit"), seven(begun, **{field: "2020-01-01"}))
    assert page.context["form"].errors == {field: ["Name a day in the future."]}
    page = writer.post(at(begun, "submit"), seven(begun, **{field: date.today().isoformat()}))
    assert page.status_code == 302


def test_the_page_of_a_need_never_published_is_its_draft(writer, begun):
    answer = writer.get(f"/needs/{begun.pk}/")
    assert (answer.status_code, answer.url) == (302, at(begun, "edit"))


def test_an_unverified_department_writes_and_does_not_publish(writer, begun, department):
    department.verifications.all().delete()
    page = writer.post(at(begun, "submit"), seven(begun))
    assert len(page.context["form"].non_field_errors()) == 1
    assert stored(begun)["budget_band"] == "TO_1M"


@pytest.mark.parametrize("audience", ["public", "members"])
@pytest.mark.parametrize("topics", [["A-ORDER"], ["W-LEAK", "P-CROWD"]])
def test_what_is_never_public_cannot_be_chosen(writer, begun, audience, topics):
    page = writer.post(at(begun, "submit"), seven(begun, visibility=audience, topics=topics))
    assert list(page.context["form"].errors) == ["visibility"]
    html = page.content.decode()
    assert html.count("disabled") == 2
    begun.refresh_from_db()
    assert begun.draft.state == Draft.State.EDITING


def test_what_is_proposed_is_taken_with_one_click_and_the_rest_is_kept(writer, begun):
    typed = seven(begun, title="", topics=[], proposed_title="漏损率高", proposed_topics=["W-LEAK", "W-FLOOD"])
    assert writer.post(at(begun, "accept"), typed).url == f"{at(begun, 'edit')}#title-and-topics"
    document = stored(begun)
    assert (document["texts"]["zh"]["title"], document["topics"]) == ("漏损率高", ["W-LEAK", "W-FLOOD"])
    assert document["texts"]["zh"]["present"] == "漏损率18%"


def test_signs_that_a_paste_brings_along_are_dropped(writer, begun):
    writer.post(at(begun, "save"), seven(begun, title="漏损\u202e率\x00高"))
    assert stored(begun)["texts"]["zh"]["title"] == "漏损率高"


def test_too_long_a_text_is_refused_with_a_word_and_stands_in_the_form(writer, begun):
    page = writer.post(at(begun, "save"), seven(begun, title="漏" * 101))
    assert list(page.context["form"].errors) == ["title"]
    assert page.context["form"]["title"].value() == "漏" * 101


# --- saving by itself -------------------------------------------------------------------------------------------------


def htmx(client, *args):
    return client.post(*args, headers={"HX-Request": "true"})


def test_an_automatic_save_brings_the_next_version_and_the_coach(writer, begun):
    page = htmx(writer, at(begun, "save"), seven(begun, problem="管网漏水。", present="", target="", by=""))
    begun.refresh_from_db()
    assert f'name="version" id="id_version" value="{begun.draft_version}"' in " ".join(page.content.decode().split())
    assert [said.point.value for said in page.context["advice"]] == ["NO_NUMBER", "NO_DATE"]


def test_a_double_click_saves_once(writer, begun):
    typed = seven(begun)
    writer.post(at(begun, "save"), typed)
    assert writer.post(at(begun, "save"), typed).status_code == 302
    begun.refresh_from_db()
    assert begun.draft_version == 2


def test_a_second_hand_in_is_told_who_was_faster(writer, begun, official):
    typed = seven(begun)
    writer.post(at(begun, "submit"), typed)
    page = writer.post(at(begun, "submit"), typed, follow=True)
    assert str(next(iter(page.context["messages"]))).startswith("Somebody was faster: handed in")


def test_back_to_an_old_page_and_saved_again_is_told(writer, begun):
    old = seven(begun)
    writer.post(at(begun, "save"), seven(begun, title="新标题"))
    page = writer.post(at(begun, "save"), old)
    assert [(found.mine, found.theirs) for found in page.context["differences"]] == [(SEVEN["title"], "新标题")]


def test_of_two_editors_the_second_is_shown_both_and_may_save(writer, begun, official, curator):
    typed = seven(begun, title="我的标题")
    keep_draft(begun, stored(begun) | {"budget_band": "TO_4M"}, curator, over_version=1)
    page = writer.post(at(begun, "save"), typed)
    assert "Curator saved another version" in " ".join(page.content.decode().split())
    assert page.context["form"]["title"].value() == "我的标题"
    assert stored(begun)["budget_band"] == "TO_4M", "nothing is overwritten unasked"
    writer.post(at(begun, "save"), typed | {"instead_of": 2})
    assert stored(begun)["texts"]["zh"]["title"] == "我的标题"


def test_an_automatic_save_tells_of_another_editor(writer, begun, curator):
    typed = seven(begun)
    keep_draft(begun, stored(begun) | {"stage": "IDEA"}, curator, over_version=1)
    assert 'id="meanwhile"' in htmx(writer, at(begun, "save"), typed).content.decode()


def test_ones_own_other_window_is_no_other_editor(writer, begun):
    typed = seven(begun)
    writer.post(at(begun, "save"), seven(begun, title="在另一窗口写的"))
    said = htmx(writer, at(begun, "save"), typed).content.decode()
    assert ("You saved another version at" in said, "在另一窗口写的" in said) == (True, True)


# --- a session that ends ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["save", "accept", "submit"])
def test_what_was_typed_when_the_session_had_ended_waits_in_the_form(client, begun, official, verb):
    answer = client.post(at(begun, verb), seven(begun, title="写到一半"))
    assert answer.url == f"/accounts/login/?next={at(begun, 'edit')}"
    client.force_login(official)
    page = client.get(at(begun, "edit"))
    assert page.context["form"]["title"].value() == "写到一半"
    assert "You had been signed out" in page.content.decode()
    assert client.get(at(begun, "edit")).context["form"]["title"].value() == ""


def test_a_page_that_was_only_asked_for_brings_no_empty_form(client, begun, official):
    client.post(at(begun, "save"), seven(begun, title="写到一半"))
    client.get(at(begun, "edit"))
    client.force_login(official)
    assert client.get(at(begun, "edit")).context["form"]["title"].value() == "写到一半"


def test_an_automatic_save_says_that_one_is_signed_out(client, begun):
    page = htmx(client, at(begun, "save"), seven(begun))
    assert f"/accounts/login/?next={at(begun, 'edit')}" in page.content.decode()


def test_what_one_person_typed_is_not_shown_to_another(client, begun, outsider):
    client.post(at(begun, "save"), seven(begun, title="写到一半"))
    client.force_login(outsider)
    assert client.get(at(begun, "edit")).status_code == 404


# --- review -----------------------------------------------------------------------------------------------------------


def test_a_curators_remark_stands_at_its_input(writer, begun, curator):
    writer.post(at(begun, "submit"), seven(begun))
    request_changes(begun, {"texts.zh.problem": "请补充管材", "kpis.0.target": "口径？", "": "总体很好"}, curator)
    form = writer.get(at(begun, "edit")).context["form"]
    assert {name: field.comment for name, field in form.fields.items() if hasattr(field, "comment")} == {
        "problem": "请补充管材",
        "target": "口径？",
    }
    assert form.remarks == ["总体很好"]


def test_a_change_takes_it_out_of_review_and_says_so(writer, begun):
    writer.post(at(begun, "submit"), seven(begun))
    page = writer.post(at(begun, "save"), seven(begun, title="改了"), follow=True)
    assert [str(message)[:20] for message in page.context["messages"]] == ["It was in review; yo"]
    begun.refresh_from_db()
    assert begun.draft.state == Draft.State.EDITING


def test_the_live_need_stays_while_its_draft_is_edited(writer, need):
    live = {**SEVEN, "version": need.draft_version, "title": "新标题"}
    writer.post(at(need, "save"), live)
    assert Need.objects.get(pk=need.pk).texts.get(language="zh").title == NEED["texts"]["zh"]["title"]
    assert "What is published stays as it is" in writer.get(at(need, "edit")).content.decode()


# --- life -------------------------------------------------------------------------------------------------------------


def test_a_copy_is_a_new_draft_and_clicked_twice_it_is_one(writer, need):
    first, second = (writer.post(at(need, "copy")).url for _ in range(2))
    copy = Need.objects.exclude(pk=need.pk).get()
    assert first == second == at(copy, "edit")
    assert copy.draft.document["texts"]["zh"]["title"].startswith(NEED["texts"]["zh"]["title"])
    assert (copy.draft.document["expires"], "reply_by" in copy.draft.document) == (180, False)


def test_a_need_is_closed_with_its_reason_once(writer, need):
    writer.post(at(need, "close"), {"reason": "FULFILLED"}, follow=True)
    page = writer.post(at(need, "close"), {"reason": "WITHDRAWN"}, follow=True)
    need.refresh_from_db()
    assert (need.status, need.closing_reason) == ("closed", "FULFILLED")
    assert [str(message)[:19] for message in page.context["messages"]] == ["Somebody was faster"]


@pytest.mark.parametrize("reason", ["", "LAPSED", "NO"])
def test_only_a_departments_reasons_close(writer, need, reason):
    writer.post(at(need, "close"), {"reason": reason})
    need.refresh_from_db()
    assert need.status == "published"


def test_renewing_opens_it_until_a_later_day(writer, need):
    writer.post(at(need, "close"), {"reason": "FULFILLED"})
    day = date.today() + timedelta(days=366)
    page = writer.post(at(need, "renew"), {"expires_on": day}, follow=True)
    need.refresh_from_db()
    assert (need.status, need.expires_on) == ("published", day)
    assert list(map(str, page.context["messages"])) == [
        "Closed. It stands below, in case it is renewed.",
        f"Open until {day}.",
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Choose a day or a reason first."),
        ("2001-01-01", "Name a day in the future."),
        ("2099-02-31", "Choose a day or a reason first."),
        (date.today() + timedelta(days=367), "A need is open for a year at most; renew it again then."),
    ],
)
def test_renewing_to_no_day_is_refused_with_a_word(writer, need, day, said):
    before = need.expires_on
    page = writer.post(at(need, "renew"), {"expires_on": day}, follow=True)
    need.refresh_from_db()
    assert (need.expires_on, list(map(str, page.context["messages"]))) == (before, [said])


def test_nothing_fits_is_stored_once_for_curators_with_its_reasons(writer, need, official):
    for words in ("太贵", "没有案例"):
        writer.post(at(need, "nothing-fits"), {"reasons": ["TOO_DEAR", "NO_REFERENCE_OUR_SIZE"], "words": words})
    assert list(NothingFits.objects.values_list("need", "reasons", "words", "by")) == [
        (need.pk, ["TOO_DEAR", "NO_REFERENCE_OUR_SIZE"], "没有案例", official.pk)
    ]
    said = writer.get(f"/needs/{need.pk}/").content.decode()
    assert "Too expensive · No reference in a city of our size" in said and "没有案例" in said


def test_an_answer_without_a_reason_is_not_stored_and_keeps_its_words(writer, need):
    page = writer.post(at(need, "nothing-fits"), {"words": "不合适"})
    said = page.content.decode()
    assert (page.status_code, "Tick at least one reason." in said, "不合适</textarea>" in said) == (422, True, True)
    assert NothingFits.objects.count() == 0


def test_an_answer_sent_after_the_session_has_ended_waits_in_the_form(client, need, official):
    client.post(at(need, "nothing-fits"), {"reasons": ["TOO_DEAR"], "words": "不合适"})
    client.force_login(official)
    form = client.get(f"/needs/{need.pk}/").context["nothing_fits"]
    assert (form["reasons"].value(), form["words"].value()) == (["TOO_DEAR"], "不合适")
    assert NothingFits.objects.count() == 0


def test_the_answer_is_read_by_its_department_and_curators_only(client, writer, need, outsider):
    writer.post(at(need, "nothing-fits"), {"reasons": ["TOO_DEAR"], "words": "PRIVATE-words"})
    assert "nothing-fits" in writer.get(f"/needs/{need.pk}/").content.decode()
    for person in (outsider, None):
        client.logout() if person is None else client.force_login(person)
        assert "nothing-fits" not in client.get(f"/needs/{need.pk}/").content.decode()


# --- the sheet --------------------------------------------------------------------------------------------------------


def test_the_sheet_shows_what_is_to_be_published(writer, begun, official):
    writer.post(at(begun, "save"), seven(begun))
    sheet = writer.get(at(begun, "sheet")).context["sheet"]
    values = [line.value for line in sheet.lines]
    for said in (
        PARAGRAPH,
        "漏损率18%",
        "降到12%",
        DEADLINE,
        "漏损率：18% → 12%",
        "数据留存中国境内",
        "30万元至100万元以下",
        "降低供水管网漏损",
    ):
        assert said in values
    assert (sheet.drafter, sheet.number) == ("Official", f"{begun.pk}-2")


def test_queries_of_the_form_do_not_grow(writer, begun, django_assert_num_queries):
    writer.get(at(begun, "edit"))
    with django_assert_num_queries(9):
        writer.get(at(begun, "edit"))
