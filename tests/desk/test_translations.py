"""The translation queue: who may, what waits, one text side by side, and the next one."""

from copy import deepcopy

import pytest

import cities.services
import startups.services
from cities.models import Need
from listings.models import Draft
from listings.reports import report
from startups.models import Startup
from taxonomy.glossary import keep_terms
from tests.listings import NEED, PROFILE, drafted, published_startup, verify

pytestmark = pytest.mark.django_db

QUEUE = "/desk/translations/"
FROM_QUEUE = "?from=queue"


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def machine_made(slug: str = "testlisten", number: int = 0) -> Startup:
    texts = deepcopy(PROFILE["texts"])
    texts["zh"]["origin"] = "machine"
    return published_startup(slug=slug, texts=texts, name={"en": f"Name {number}"})


def in_chinese_only(need: Need, official) -> Need:
    verify(need.department)
    document = deepcopy(NEED)
    del document["texts"]["en"]
    drafted(need, document, by=official)
    cities.services.submit(need, official)
    return need


def queue(desk) -> list[tuple]:
    shown = desk.get(QUEUE).context["waiting"]
    return [(text.kind.name, text.listing.pk, text.language, text.state, text.is_draft) for text in shown]


@pytest.mark.parametrize("who", ["owner", "official", "outsider"])
def test_nobody_else_reads_or_translates(client, request, startup, who):
    client.force_login(request.getfixturevalue(who))
    page = f"{QUEUE}startups/{startup.pk}/zh/"
    for address in (QUEUE, page):
        assert client.get(address).status_code == 404
    for address in (page, f"{page}reviewed/"):
        assert client.post(address, {"headline": "x", "seen": ""}).status_code == 404


def test_what_holds_a_publication_up_comes_first(desk, need, official):
    live = machine_made()
    in_chinese_only(need, official)
    assert queue(desk) == [
        ("needs", need.pk, "en", "missing", True),
        ("startups", live.pk, "zh", "machine", False),
    ]


def test_a_live_text_with_a_gap_waits_and_a_whole_one_does_not(desk, startup, need):
    assert queue(desk) == []
    startup.texts.filter(language="zh").update(advantage="")
    need.texts.filter(language="en").delete()
    assert sorted(queue(desk)) == [
        ("needs", need.pk, "en", "missing", False),
        ("startups", startup.pk, "zh", "missing", False),
    ]
    startup.texts.update(advantage="")
    assert ("startups", startup.pk, "zh", "missing", False) not in queue(desk)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_for_one_text_and_for_three(desk, count, django_assert_num_queries):
    for number in range(count):
        machine_made(f"startup-{number}", number)
    with django_assert_num_queries(7):
        assert len(queue(desk)) == count


def test_a_page_shows_the_original_with_its_terms_and_what_needs_no_translator(desk, need, official):
    in_chinese_only(need, official)
    page = desk.get(f"{QUEUE}needs/{need.pk}/en/")
    row = page.context["rows"][0]
    assert "".join(piece.text for piece in row.original) == "老城区供水管网漏损率高"
    assert ("供水管网", "water distribution network") in [(piece.text, piece.equivalents[0]) for piece in row.terms]
    said = {str(fact.label): fact.value for fact in page.context["side"].facts}
    assert said["Topic"] == "Reducing water-network leakage"
    assert said["Figure"] == "network leakage rate 18% → 12%"
    assert said["Budget"] == "CNY 300,000 to under 1 million"


def test_codes_are_said_in_the_language_that_is_translated_into(desk):
    startup = machine_made()
    said = {str(fact.label): fact.value for fact in desk.get(f"{QUEUE}startups/{startup.pk}/zh/").context["side"].facts}
    assert said["Figure"] == "管网漏损率 17.6% → 9.8%"
    assert said["City size"] == "300万至500万人"


def test_what_a_curator_added_to_the_glossary_is_marked_after_the_next_night(desk, need, official, curator):
    in_chinese_only(need, official)
    keep_terms({("zh", "老城区"): ["historic centre"]}, curator)
    terms = desk.get(f"{QUEUE}needs/{need.pk}/en/").context["rows"][0].terms
    assert "historic centre" not in [word for piece in terms for word in piece.equivalents]


def test_keeping_leaves_the_draft_in_review_and_opens_the_next_text(desk, need, official):
    live = machine_made()
    in_chinese_only(need, official)
    address = f"{QUEUE}needs/{need.pk}/en/{FROM_QUEUE}"
    said = {"seen": desk.get(address).context["seen"], "title": "Leakage", "problem": "It leaks."}
    page = desk.post(address, said | {"present": "18 %", "target": "12 %"}, follow=True)
    assert page.redirect_chain == [(f"{QUEUE}startups/{live.pk}/zh/{FROM_QUEUE}", 302)]
    draft = Need.objects.get().draft
    assert draft.state == Draft.State.IN_REVIEW
    assert draft.document["texts"]["en"] | {"title": "Leakage", "origin": "person"} == draft.document["texts"]["en"]
    assert queue(desk) == [("startups", live.pk, "zh", "machine", False)]


def test_from_today_it_goes_on_with_the_next_item_of_today(desk, need, startup, official, outsider):
    """A report is more urgent than the second text that waits; from the queue it would be the second text."""
    first, _second = machine_made("first"), machine_made("second", 1)
    report(need, "not_for_readers", "", outsider)
    address = f"{QUEUE}startups/{first.pk}/zh/"
    page = desk.get(address)
    assert (page.context["place"].number, page.context["place"].item.url) == (2, address)
    page = desk.post(f"{address}reviewed/", {"seen": page.context["seen"]}, follow=True)
    assert page.redirect_chain == [(f"/desk/needs/{need.pk}/trail/", 302)]


def test_a_text_can_be_put_off_where_it_is_opened_from_today(desk):
    live = machine_made()
    address = f"{QUEUE}startups/{live.pk}/zh/"
    assert 'data-key="KeyS"' in desk.get(address).content.decode()
    assert 'data-key="KeyS"' not in desk.get(address + FROM_QUEUE).content.decode()


def test_a_reviewed_text_waits_no_longer(desk, curator):
    live = machine_made()
    address = f"{QUEUE}startups/{live.pk}/zh/"
    page = desk.post(f"{address}reviewed/{FROM_QUEUE}", {"seen": desk.get(address).context["seen"]}, follow=True)
    assert page.redirect_chain == [(QUEUE, 302)]
    assert live.texts.get(language="zh").reviewed_by == curator
    assert queue(desk) == []


def test_a_text_kept_as_the_machine_wrote_it_is_a_review(desk, curator):
    live = machine_made()
    address, text = f"{QUEUE}startups/{live.pk}/zh/", live.texts.get(language="zh")
    words = {name: getattr(text, name) for name in ("headline", "problem", "advantage")}
    desk.post(address, words | {"seen": desk.get(address).context["seen"]})
    text = live.texts.get(language="zh")
    assert (text.origin, text.reviewed_by) == ("machine", curator)


def test_the_second_of_two_curators_sees_both_texts(desk, admin_user):
    live = machine_made()
    address = f"{QUEUE}startups/{live.pk}/zh/"
    seen = desk.get(address).context["seen"]
    words = {"headline": "一", "problem": "二", "advantage": "三"}
    startups.services.translate(live, "zh", words, admin_user, seen)
    page = desk.post(address, words | {"headline": "我的", "seen": seen})
    assert page.status_code == 409
    assert [(row.bound.value(), row.theirs) for row in page.context["rows"]][:3] == [
        ("我的", "一"), ("二", None), ("三", None),
    ]  # fmt: skip
    assert live.texts.get(language="zh").headline == "一"
    desk.post(address, words | {"headline": "我的", "seen": page.context["seen"]})
    assert live.texts.get(language="zh").headline == "我的"


def test_what_is_missing_is_said_at_its_field(desk):
    live = machine_made()
    page = desk.post(f"{QUEUE}startups/{live.pk}/zh/", {"seen": "x", "headline": ""})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"headline", "problem", "advantage"}


@pytest.mark.parametrize("address", ["startups/{}/he/", "startups/{}/xx/", "startups/987654/zh/"])
def test_other_languages_and_listings_are_not_found(desk, startup, address):
    assert desk.get(QUEUE + address.format(startup.pk)).status_code == 404


def test_nobody_translates_what_its_owners_are_still_writing(desk, owner):
    new = startups.services.begin("Neu", owner)
    assert desk.get(f"{QUEUE}startups/{new.pk}/zh/").status_code == 404
