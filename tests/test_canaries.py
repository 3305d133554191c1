"""Canaries: every private field of every object holds a mark of its own, and nobody meets one that is not for them.

Crawled is every address of tests/matrix.txt that can be read, as each persona, pages and API alike; then the archive of
one's own data, and the mails. To add a private field, plant a mark in `planted` and say there who may read it.
"""

import re
import zipfile
from copy import deepcopy
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse

import cities.services
import startups.services
from cities import clarification, membership
from cities.models import NothingFits
from listings.reports import report
from matching.decisions import decide, keep_note
from matching.models import Side, Verb
from tests import test_matrix
from tests.listings import NEED, PROFILE
from tests.people import person
from tests.test_matrix import PERSONAS, client_of, table

pytestmark = pytest.mark.django_db
# The world of the matrix, as a fixture here too.
world = test_matrix.world

# Without hyphens: the desk marks changes word by word.
MARK = re.compile("canary_[a-z_]+[a-z]")
DESK = {"curator", "superuser"}
FOUNDERS, OFFICIALS, CURATORS = {"owner", *DESK}, {"official", *DESK}, DESK


def marked(name: str) -> str:
    return f"canary_{name.replace('-', '_')}"


def found_in(text: str) -> set[str]:
    return {mark.removeprefix("canary_").replace("_", "-") for mark in MARK.findall(text)}


def address(name: str) -> str:
    return f"{marked(name)}@x.example"


@pytest.fixture
def planted(world, startup, need, owner, official, outsider, curator) -> dict[str, set[str]]:
    """{mark: who may read it}"""
    return {
        **_in_the_profile(startup, owner, outsider, curator),
        **_in_the_need(need, official, outsider),
        **_in_the_department(need.department, official, outsider, curator),
        **_in_decisions(need, startup, official, owner),
    }


def _in_the_profile(startup, owner, outsider, curator) -> dict[str, set[str]]:
    startup.deployments.update(contact=marked("deployment-contact"))
    type(startup).objects.filter(pk=startup.pk).update(
        source=marked("startup-source"), contact_name=marked("startup-name"), contact_email=address("startup-mail"),
        contact_phone=marked("startup-phone"), contact_wechat=marked("startup-wechat"),
    )  # fmt: skip
    draft = startup.draft
    draft.document = deepcopy(PROFILE) | {"awards": [marked("profile-draft")]}
    draft.document["contact"] = {"name": marked("draft-contact")}
    draft.comments = {"trl": marked("profile-comment")}
    draft.save()
    startup.transitions.update(why=marked("profile-why"))
    startup.verifications.update(note=marked("startup-note"), reason=marked("startup-reason"))
    startup.verifications.filter(method="site_mail").update(contact=address("site-address"))
    startup.reports.update(words=marked("startup-report"))
    startup.claims.update(words=marked("claim-words"), why=marked("claim-why"))
    startup.invitations.update(email=address("invited"))
    return dict.fromkeys(
        ["startup-name", "startup-mail", "startup-phone", "startup-wechat", "deployment-contact", "profile-draft",
         "draft-contact", "profile-comment", "profile-why", "site-address", "startup-reason", "invited"],
        FOUNDERS,
    ) | dict.fromkeys(
        ["startup-source", "startup-note", "startup-report", "claim-words", "claim-why"],
        CURATORS,
    )  # fmt: skip


def _in_the_need(need, official, outsider) -> dict[str, set[str]]:
    type(need).objects.filter(pk=need.pk).update(
        source=marked("need-source"), contact_name=marked("need-name"), contact_email=address("need-mail"),
        contact_phone=marked("need-phone"),
    )  # fmt: skip
    draft = need.draft
    draft.document = deepcopy(NEED) | {"contact": {"name": marked("need-draft-contact")}}
    draft.document["texts"]["zh"]["tried_before"] = marked("need-draft")
    draft.comments = {"topics": marked("need-comment")}
    draft.save()
    need.transitions.update(why=marked("need-why"))
    need.reports.update(words=marked("need-report"))
    NothingFits.objects.create(need=need, reasons=["TOO_DEAR"], words=marked("nothing-fits"), by=official)
    need.questions.update(words=marked("unanswered"))
    question = need.questions.get()
    report(question, "wrong", marked("question-report"), outsider)
    clarification.block(clarification.ask(need, marked("blocked-question"), outsider), "x", official)
    return dict.fromkeys(
        ["need-name", "need-mail", "need-phone", "need-draft", "need-draft-contact", "need-comment", "need-why"],
        OFFICIALS,
    ) | {
        "need-source": CURATORS, "need-report": CURATORS, "question-report": CURATORS, "nothing-fits": OFFICIALS,
        "unanswered": OFFICIALS | {"owner"}, "blocked-question": {"outsider", *DESK},
    }  # fmt: skip


def _in_the_department(department, official, outsider, curator) -> dict[str, set[str]]:
    rows = department.verifications
    rows.update(note=marked("department-note"), reason=marked("department-reason"))
    rows.filter(method="work_mail").update(contact=address("work-address"))
    colleague = person("somebody@city.example", full_name=marked("asks-to-join"))
    membership.register(department.city, department.kind, department.name_zh, by=colleague)
    membership.invite(department, marked("for-whom"), official)
    return {
        "department-note": CURATORS, "work-address": OFFICIALS, "department-reason": OFFICIALS,
        "asks-to-join": OFFICIALS, "for-whom": OFFICIALS,
    }  # fmt: skip


def _in_decisions(need, startup, official, owner) -> dict[str, set[str]]:
    """Of each side its own, and not even curators': they decide for nobody."""
    ours = decide(need, startup, Side.CITY, Verb.SHORTLIST, by=official)
    keep_note(ours, marked("city-note"), 0)
    decide(need, startup, Side.STARTUP, Verb.NO, by=owner, reason="OTHER_REASON", words=marked("startup-words"))
    return {"city-note": {"official"}, "startup-words": {"owner"}}


def readable() -> list[tuple[str, tuple[str, ...]]]:
    return [(row.name, row.arguments) for row in table().values() if row.kind.split(">")[0] not in ("verb", "door")]


def met_by(client, world) -> set[tuple[str, str]]:
    """(mark, name of the address) of all that this person is shown."""
    met = set()
    for name, arguments in readable():
        answer = client.get(reverse(name, args=[world[argument] for argument in arguments]))
        if answer.status_code == 200 and not answer.streaming:
            met |= {(mark, name) for mark in found_in(answer.content.decode())}
    return met


def test_nobody_meets_a_mark_that_is_not_for_them(request, world, planted):
    met = {persona: met_by(client_of(persona, request), world) for persona in PERSONAS}
    wrong = [
        f"{persona} meets {mark} at {name}"
        for persona, marks in met.items()
        for mark, name in sorted(marks)
        if persona not in planted.get(mark, set())
    ]
    assert "\n".join(wrong) == ""
    for persona, marks in THEIRS.items():
        assert marks <= {mark for mark, _name in met[persona]}, f"the crawl of {persona} passes by"


# What these meet on the way, so that a crawl that sees nothing proves nothing.
THEIRS = {
    "owner": {"profile-draft", "draft-contact", "profile-comment", "profile-why", "invited", "unanswered"},
    "official": {"need-draft", "need-draft-contact", "need-comment", "need-why", "for-whom", "city-note"},
    "outsider": {"blocked-question"},
    "curator": {"profile-draft", "need-draft", "startup-report", "question-report"},
}  # fmt: skip


@pytest.mark.parametrize("persona", ["owner", "official", "outsider", "curator"])
def test_ones_own_data_holds_marks_of_ones_own(request, planted, persona):
    archive = zipfile.ZipFile(BytesIO(client_of(persona, request).post("/accounts/export/").content))
    text = "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    own = {
        "owner": {
            "profile-draft",
            "draft-contact",
            "unanswered",
            "startup-words",
            "invited",
            "site-address",
            "startup-reason",
        },
        "official": {
            "need-draft",
            "need-draft-contact",
            "nothing-fits",
            "city-note",
            "for-whom",
            "work-address",
            "department-reason",
        },
        "outsider": {
            "blocked-question",
            "claim-words",
            "claim-why",
            "startup-report",
            "need-report",
            "question-report",
        },
        "curator": set(),
    }
    assert found_in(text) - WHAT_OTHERS_DID <= own[persona]


# Reasons that stand in a line of the trail are its writer's words.
WHAT_OTHERS_DID = {"profile-why", "need-why"}


def test_mails_hold_none(planted, settings, django_capture_on_commit_callbacks, request):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    startup, need, owner, official, curator = map(
        request.getfixturevalue, ["startup", "need", "owner", "official", "curator"]
    )
    with django_capture_on_commit_callbacks(execute=True):
        startups.services.request_changes(startup, {"trl": marked("said-in-review")}, curator)
        cities.services.reject(need, marked("said-in-review"), curator)
        startups.services.block(startup, marked("said-in-block"), curator)
        startups.services.unblock(startup, marked("said-in-block"), curator)
        question = clarification.ask(need, marked("asked-later"), owner)
        clarification.answer(question, marked("answered-later"), official, 0)
    letters = " ".join(letter.subject + letter.body for letter in mail.outbox)
    assert (len(mail.outbox), MARK.findall(letters)) == (9, [])
