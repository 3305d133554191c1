"""What the automatic checks find in a draft, and what its owners are asked in their language."""

from copy import deepcopy

import pytest
from django.test import Client

import startups.services
from desk.asking import language_of_owners, questions
from desk.duplicates.finding import compare
from desk.kinds import NEEDS, STARTUPS
from desk.merging.services import say_different
from desk.models import Duplicate, Precheck
from desk.precheck import precheck, unread
from desk.refusing import REASONS
from desk.secrecy import marks_in
from desk.tasks import look_over as look_over_task
from desk.tasks import look_over_what_was_lost
from desk.today.checks import Reading, find
from desk.today.findings import ASKED, SAID, Finding
from listings.paths import with_value
from matching.models import Likeness
from startups.models import Startup
from tests.listings import NEED, PROFILE, drafted, published_need, published_startup

pytestmark = pytest.mark.django_db


def found(kind, listing, document) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in find(Reading(kind, listing, document))]


@pytest.fixture
def desk(client, curator) -> Client:
    client.force_login(curator)
    return client


@pytest.fixture
def handed_in(startup, owner) -> Startup:
    """A Hebrew speaker hands in a profile without a reference, whose site is a page at a provider."""
    owner.language = "he"
    owner.save()
    document = deepcopy(PROFILE) | {"deployments": [], "website": "https://facebook.com/testlisten"}
    drafted(startup, document, by=owner)
    startups.services.submit(startup, owner)
    return Startup.objects.select_related("draft").get()


def test_a_good_profile_and_a_good_need_are_good(startup, need):
    assert found(STARTUPS, startup, PROFILE) == []
    assert found(NEEDS, need, NEED) == []


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("trl", 12, "complete.wrong"),
        ("deployments", [], "complete.reference"),
        ("website", "http://testlisten.example", "links.plain"),
        ("website", "https://192.168.0.1/", "links.form"),
        ("website", "https://linkedin.com/company/testlisten", "links.host"),
        ("texts.en.product", "See https://bit.ly/3xyz for more.", "links.shortened"),
        ("contact.email", "someone@elsewhere.example", "links.mail"),
        ("texts.zh.description", "摘自某局内部资料第三页。", "secrecy.mark"),
        ("texts.zh", None, "languages.missing"),
        ("texts.zh.origin", "machine", "languages.machine"),
    ],
)
def test_each_check_finds_what_it_looks_for(startup, path, value, code):
    assert code in [known for known, _path in found(STARTUPS, startup, with_value(PROFILE, path, value))]


def test_a_need_without_a_present_figure_and_with_the_title_of_another(startup, need):
    document = with_value(NEED, "kpis", [])
    other = published_need(topics=["W-LEAK"])
    assert found(NEEDS, other, document) == [("complete.baseline", "kpis.0.baseline"), ("duplicate.title", "")]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"name": {"en": "Other"}, "website": "https://www.testlisten.example/en"}, "duplicate.site"),
        ({"name": {"en": "Testlisten Ltd."}}, "duplicate.name"),
        ({"name": {"en": "Hearing", "zh": "听测科技有限公司"}}, "duplicate.name"),
        ({"name": {"en": "Hearing", "he": "טסטליסטן"}}, "duplicate.skeleton"),
    ],
)
def test_what_may_be_here_already_is_found_by_the_rule_of_the_duplicates_page(startup, curator, other, code):
    second = published_startup(**{"slug": "other", "website": "https://other.example"} | other)
    for one in (second, startup):
        compare(one)
    assert found(STARTUPS, startup, PROFILE) == [(code, "")]
    say_different(Duplicate.objects.get(), curator)
    assert found(STARTUPS, startup, PROFILE) == []


def test_a_draft_is_compared_by_what_it_says_and_not_only_by_what_is_published(startup):
    compare(published_startup(slug="other", name={"en": "Unlike"}, website="https://unlike.example"))
    assert found(STARTUPS, startup, with_value(PROFILE, "website", "https://unlike.example/en")) == [
        ("links.mail", "contact.email"), ("duplicate.site", ""),
    ]  # fmt: skip


def test_a_need_that_the_engine_reads_as_another_of_its_department_is_found(need):
    other = published_need(topics=["W-LEAK"], texts=deepcopy(NEED["texts"]))
    other.texts.update(title="Another title")
    Likeness.objects.create(subject="need", first=other.pk, second=need.pk, closeness=0.9, is_same=True)
    elsewhere = published_need(city="530100", department={"kind": "WATER", "name": {"zh": "昆明市水务局"}})
    Likeness.objects.create(subject="need", first=need.pk, second=elsewhere.pk, closeness=0.9, is_same=True)
    assert found(NEEDS, need, NEED) == [("duplicate.text", "")]


@pytest.mark.parametrize("text", ["绝密文件", "属于国家秘密", "内部资料，注意保存", "internal use only", "מסמך סודי"])
def test_marks_of_secret_papers_are_seen(text):
    assert len(list(marks_in(text))) == 1


@pytest.mark.parametrize("text", ["不涉密", "保护商业秘密", "confidentiality agreement", "秘密性", "非涉密系统"])
def test_speaking_of_secrets_is_none(text):
    assert list(marks_in(text)) == []


def test_every_question_belongs_to_a_sentence():
    assert set(ASKED) <= set(SAID)


def test_a_question_is_asked_in_the_owners_language(handed_in, settings):
    assert language_of_owners(handed_in) == "he"
    asked = questions([Finding("complete.reference", "deployments"), Finding("links.plain", "website")], "en")
    assert list(asked) == ["deployments"], "an address without encryption is a remark for the curator only"


def test_one_click_asks_what_the_checks_ask(desk, handed_in):
    page = desk.get("/desk/review/startups/testlisten/")
    assert [label for label, _question in page.context["questions"]] == [
        "deployments",
        "website",
        "contact · contact e-mail",
    ]
    desk.post(
        f"/desk/startups/{handed_in.pk}/ask/",
        {"version": handed_in.draft_version, "comment:website": "Which is yours?"},
    )
    handed_in.draft.refresh_from_db()
    assert handed_in.draft.state == "changes_requested"
    assert sorted(handed_in.draft.comments) == ["contact.email", "deployments", "website"]
    assert handed_in.draft.comments["website"] == "Which is yours?"


def test_a_no_with_a_usual_reason_is_read_in_the_owners_language(desk, handed_in, monkeypatch):
    monkeypatch.setattr("desk.refusing.said_in", lambda language, reason: f"{reason} in {language}")
    version = handed_in.draft_version
    desk.post(
        f"/desk/startups/{handed_in.pk}/reject/", {"version": version, "template": "secret", "reason": "See p. 3."}
    )
    assert handed_in.transitions.first().why == f"{REASONS['draft']['secret']} in he\nSee p. 3."


def test_checks_run_once_a_version_and_are_kept(handed_in, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("desk.precheck.pairs_of_profile", lambda startup, document: 7)
    look_over_task("startups.startup", handed_in.pk)
    made = Precheck.objects.get()
    assert (made.findings[0]["code"], made.unblocks) == ("complete.reference", 7)
    handed_in = Startup.objects.select_related("draft", "precheck").get()
    with django_assert_num_queries(0):
        assert precheck(handed_in) == made
    assert list(unread()) == []
    Startup.objects.update(draft_version=handed_in.draft_version + 1)
    look_over_what_was_lost()
    made.refresh_from_db()
    assert made.version == handed_in.draft_version + 1
