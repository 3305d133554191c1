"""What the automatic checks find in a draft, and what its owners are asked in their language."""

from copy import deepcopy

import pytest
from django.test import Client

import startups.services
from desk.asking import language_of_owners, questions
from desk.kinds import NEEDS, STARTUPS
from desk.models import Precheck
from desk.precheck import precheck, unread
from desk.secrecy import marks_in
from desk.tasks import look_over as look_over_task
from desk.tasks import look_over_what_was_lost
from desk.today.checks import Reading, find
from desk.today.findings import ASKED, SAID, Finding
from listings.paths import with_value
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


def test_the_same_site_and_the_same_name_are_found(startup):
    same_site = published_startup(slug="a", name={"en": "Other"}, website="https://www.testlisten.example/en")
    same_name = published_startup(slug="b", name={"en": "Testlisten Ltd."}, website="https://other.example")
    codes = [code for code, _path in found(STARTUPS, startup, PROFILE) if code.startswith("duplicate")]
    assert codes == ["duplicate.site", "duplicate.name"]
    startups.services.withdraw(same_site)
    startups.services.withdraw(same_name)
    assert "duplicate.site" not in [code for code, _path in found(STARTUPS, startup, PROFILE)]


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
    monkeypatch.setattr("desk.asking.template", lambda code, language: f"{code} in {language}")
    version = handed_in.draft_version
    desk.post(
        f"/desk/startups/{handed_in.pk}/reject/", {"version": version, "template": "secret", "reason": "See p. 3."}
    )
    assert handed_in.transitions.first().why == "secret in he\nSee p. 3."


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
