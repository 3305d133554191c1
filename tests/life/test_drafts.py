"""What is being written: kept as typed, never of two editors at once, never another listing's."""

import pytest
from rest_framework.exceptions import ValidationError

import cities.services
import startups.services
from cities.models import Department, NeedDraft
from listings.models import Status
from listings.services import EditedMeanwhile
from startups.models import ProfileDraft, Startup
from tests.life.verbs import DOCUMENTS, status, titled, trail, verbs
from tests.listings import NEED, PROFILE, drafted
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kept", [{}, {"texts": {"en": {}}}, {"website": "http://", "trl": "nine", "kpis": []}])
def test_a_draft_is_kept_as_it_is_typed(live, writer, kept):
    known = DOCUMENTS[type(live)] | {"website": "", "trl": 1} if isinstance(live, Startup) else DOCUMENTS[type(live)]
    typed = {key: value for key, value in kept.items() if key in known}
    draft = drafted(live, typed or {"texts": {}}, by=writer)
    assert draft.document.items() >= (typed or {"texts": {}}).items()


@pytest.mark.parametrize(
    ("typed", "path", "sentence"),
    [
        ({"texts": {"en": {"problem": "x" * 6_001}}}, "texts.en.problem", "At most "),
        ({"texts": {"en": {"problem": "a\x00b"}}}, "texts.en.problem", "Null characters are not allowed."),
        ({"texts": {"en": {"problem": "\ud800"}}}, "texts.en.problem", "Surrogate characters are not allowed: U+D800."),
        ({"texts": {"fr": {}}}, "texts.fr", "Unknown key. It may be one of: en, zh, he."),
        ({"texts": []}, "texts", "This must be an object with named fields."),
        ({"contact": {"name": ["x"]}}, "contact.name", "This must be a single value."),
        ({"contact": {"name": float("inf")}}, "contact.name", "This number is too large."),
        ({"zebra": 1}, "zebra", "Unknown key. It may be one of: "),
        ("text", "document", "This must be an object with named fields."),
    ],
)
def test_what_is_no_draft_is_refused_and_named(live, writer, typed, path, sentence):
    with pytest.raises(ValidationError) as refusal:
        verbs(live).keep_draft(live, typed, writer, 0)
    assert [str(text)[: len(sentence)] for text in refusal.value.detail[path]] == [sentence]
    assert (ProfileDraft.objects.count(), NeedDraft.objects.count()) == (0, 0)


def test_a_list_without_end_is_refused(startup, writer):
    with pytest.raises(ValidationError) as refusal:
        startups.services.keep_draft(startup, {"awards": ["prize"] * 61}, writer, 0)
    assert refusal.value.detail == {"awards": ["At most 60 entries."]}


def test_an_incomplete_draft_is_not_handed_in(fresh, writer):
    drafted(fresh, {"texts": {}}, by=writer)
    with pytest.raises(ValidationError) as refusal:
        verbs(fresh).submit(fresh, writer)
    assert "texts" in refusal.value.detail
    assert (status(fresh), len(trail(fresh))) == (Status.DRAFT, 1)


def test_the_second_editor_is_told_and_loses_nothing(live, writer):
    first = drafted(live, titled(live, "The first editor's"), by=writer)
    with pytest.raises(EditedMeanwhile) as told:
        verbs(live).keep_draft(live, titled(live, "The second editor's"), writer, first.version - 1)
    assert told.value.draft.document["texts"]["en"] == titled(live, "The first editor's")["texts"]["en"]


def test_a_page_of_an_earlier_draft_is_noticed_after_publication(live, writer):
    old = drafted(live, by=writer).version
    drafted(live, by=writer)
    verbs(live).publish(live)
    drafted(live, titled(live, "The next draft"), by=writer)
    with pytest.raises(EditedMeanwhile):
        verbs(live).keep_draft(live, titled(live, "Out of an old tab"), writer, old)


def test_a_draft_carries_no_need_to_another_department(need, writer):
    kunming = {"city": "530100", "department": {"kind": "WATER", "name": {"zh": "昆明市水务局"}}}
    drafted(need, NEED | kunming, by=writer)
    published = cities.services.publish(need)
    assert (published.department_id, Department.objects.count()) == (need.department_id, 1)


def test_a_draft_moves_no_profile_to_another_address(startup, writer):
    drafted(startup, PROFILE | {"slug": "elsewhere"}, by=writer)
    assert startups.services.publish(startup).slug == "testlisten"


def test_a_startup_is_begun_once_however_often_one_clicks(writer):
    first, again = (startups.services.begin("听测 Leaks & Co", writer) for _click in range(2))
    assert (first, first.slug, first.members.get().user) == (again, "leaks-co", writer)
    other = startups.services.begin("听测 Leaks & Co", person("other@x.example"))
    assert (other.slug, startups.services.begin("听测", writer).slug) == ("leaks-co-2", "startup")


def test_a_need_is_begun_once_however_often_one_clicks(department, official):
    typed = {"texts": {"zh": {"problem": "漏损"}}}
    first, again = (cities.services.begin(department, official, typed) for _click in range(2))
    assert first == again
    assert cities.services.begin(department, official, {}) != first
