"""Canaries: every private field holds a marker of its own. Each persona reads every page and list; nobody may meet a
marker that is not theirs."""

import io
import zipfile
from copy import deepcopy

import pytest
from django.core import mail
from django.test import Client

import cities.services
import startups.services
from accounts.models import User
from cities.models import Department, Need, NeedTransition, Official
from cities.verification import ask_work_mail, record_call
from desk.models import Duplicate, Merger
from listings.reports import report
from listings.tasks import tell
from listings.verifying import answer, confirm
from matching.models import Match, RulingVerb
from matching.rulings import rule
from startups.models import Startup, StartupTransition, StartupVerification
from startups.verification import ask_customer
from tests.listings import NEED, PROFILE, drafted, published_need, published_startup
from tests.listings import verify as checked
from tests.people import person

pytestmark = pytest.mark.django_db

STARTUP_CONTACT = {
    "name": "CANARY-STARTUP-NAME",
    "email": "canary-startup@mail.example",
    "phone": "CANARY-STARTUP-PHONE",
    "wechat": "CANARY-STARTUP-WECHAT",
}
NEED_CONTACT = {"name": "CANARY-NEED-NAME", "email": "canary-need@mail.example", "phone": "CANARY-NEED-PHONE"}
NEVER_SHOWN = [*STARTUP_CONTACT.values(), *NEED_CONTACT.values(), "CANARY-CUSTOMER", "CANARY-SOURCE", "CANARY-DRAFT"]
# What hides with the city of `hidden`, and the titles of listings that not everybody may see.
PLACE = ["CANARY-DEPARTMENT", "CANARY-DISTRICT"]
SECRET, MATCHED, MEMBERS_NEED, MEMBERS_STARTUP = (
    "CANARY-SECRET-NEED",
    "CANARY-MATCHED-NEED",
    "CANARY-MEMBERS-NEED",
    "CANARY-MEMBERS-STARTUP",
)
UNPUBLISHED = ["CANARY-UNPUBLISHED-STARTUP", "CANARY-UNPUBLISHED-NEED"]
# What review leaves behind: for curators only, and what each side may read of its own.
CURATORS_ONLY = [
    "CANARY-CURATOR", "CANARY-REPORT", "CANARY-CUSTOMERS-WORDS", "CANARY-CHECKED", "CANARY-NUMBER-CALLED",
    "CANARY-CALL", "CANARY-ALIKE", "CANARY-ASIDE",
]  # fmt: skip
# Why a curator placed a pair: for its two sides.
RULING = "CANARY-RULING"
STARTUPS_OWN = ["CANARY-COMMENT-ON-PROFILE", "canary-customer@mail.example"]
DEPARTMENTS_OWN = ["CANARY-COMMENT-ON-NEED", "canary-official@mail.example"]
MARKERS = [
    *NEVER_SHOWN, *PLACE, SECRET, MATCHED, MEMBERS_NEED, MEMBERS_STARTUP, *UNPUBLISHED, *CURATORS_ONLY, *STARTUPS_OWN,
    *DEPARTMENTS_OWN, RULING,
]  # fmt: skip

# persona -> the markers they may meet, and must: a crawl that reaches nothing would prove nothing.
MAY_MEET = {
    "anonymous": set(),
    "outsider": {MEMBERS_NEED, MEMBERS_STARTUP},
    # Member of the startup that is matched to all of them; a hidden city stays hidden.
    "owner": {MEMBERS_NEED, MEMBERS_STARTUP, SECRET, MATCHED, RULING, *STARTUPS_OWN},
    # Of the department that all of these needs are of.
    "official": {
        MEMBERS_NEED,
        MEMBERS_STARTUP,
        SECRET,
        MATCHED,
        "CANARY-UNPUBLISHED-NEED",
        RULING,
        *PLACE,
        *DEPARTMENTS_OWN,
    },
}
FIXED = [
    "", "startups/", "needs/", "cities/", "cities/handan/", "cities/lanzhou/", "sectors/", "desk/credits/",
    "startups/?q=CANARY", "needs/?q=CANARY", "needs/?q=Lanzhou", "needs/?q=兰州", "needs/?sort=reply",
    "startups/?sort=name", "desk/", "startups/export.csv", "startups/export.xlsx", "startups/export.json",
    "needs/export.csv", "needs/export.xlsx", "needs/export.json", "desk/import/", "desk/export/startups.csv",
    "desk/export/needs.csv",
]  # fmt: skip
API = [
    "",
    "startups/",
    "needs/",
    "matches/",
    "cities/?page_size=100",
    "cities/620100/",
    "sectors/",
    "topics/",
    "waiting/",
]


def need_document(title: str, **changes):
    document = deepcopy(NEED) | {"contact": NEED_CONTACT} | changes
    for text in document["texts"].values():
        text["title"] = title
    return document


def hidden_need(title: str, **changes) -> Need:
    place = {
        "city": "620100",
        "department": {"kind": "WATER", "name": {"zh": "CANARY-DEPARTMENT", "en": "CANARY-DEPARTMENT"}},
        "district": {"zh": "CANARY-DISTRICT", "en": "CANARY-DISTRICT"},
        "city_hidden": True,
    }
    return published_need(**need_document(title, **place | changes))


def unpublished_document(document):
    for text in document["texts"].values():
        text["problem"] = "CANARY-DRAFT"
    return document


@pytest.fixture
def people(settings):
    settings.DEMO_MODE = False
    profile = deepcopy(PROFILE) | {"contact": STARTUP_CONTACT}
    profile["deployments"][0]["contact"] = "CANARY-CUSTOMER"
    startup = published_startup(**profile)
    published_startup(**profile | {"slug": "members", "name": {"en": MEMBERS_STARTUP}, "visibility": "members"})
    unpublished = profile | {"slug": "unpublished", "name": {"en": UNPUBLISHED[0]}}
    startups.services.withdraw(published_startup(**unpublished_document(deepcopy(unpublished))))
    drafted(startup, unpublished_document(deepcopy(profile)))
    hidden = hidden_need("Leaks of a city that stays unnamed")
    others = [
        hidden_need(SECRET, topics=["P-CROWD"]),
        hidden_need(MATCHED, visibility="matched"),
        hidden_need(MEMBERS_NEED, visibility="members"),
    ]
    cities.services.withdraw(hidden_need(UNPUBLISHED[1]))
    drafted(hidden, unpublished_document(need_document("CANARY-DRAFT")))
    Need.objects.update(source="CANARY-SOURCE")
    Startup.objects.update(source="CANARY-SOURCE")
    for rank, need in enumerate([hidden, *others], 1):
        Match.objects.create(
            need=need, startup=startup, need_rank=1, startup_rank=rank, score=10, band=3, parts=[1.0] * 9,
            weights_version="test", snapshot_version="test",
        )  # fmt: skip
    owner, official = person("owner@x.example"), person("official@x.example")
    startup.members.create(user=owner)
    Official.objects.create(department=hidden.department, user=official)
    outsider = person("outsider@x.example")
    checked(hidden.department)
    review(startup, owner, startups.services, "CANARY-COMMENT-ON-PROFILE", outsider)
    review(hidden, official, cities.services, "CANARY-COMMENT-ON-NEED", outsider)
    verify(startup, owner, hidden.department, official)
    merging(startup)
    ruled = {"en": "CANARY-RULING", "zh": "CANARY-RULING"}
    rule(hidden, startup, RulingVerb.PIN, "OTHER_REASON", ruled, by=User.objects.get(email="curator@x.example"))
    return {"anonymous": None, "outsider": outsider, "owner": owner, "official": official}


def review(listing, by, verbs, comment, reader):
    curator = User.objects.get_or_create(email="curator@x.example", full_name="CANARY-CURATOR", is_curator=True)[0]
    verbs.submit(listing, by)
    verbs.request_changes(listing, {"texts.en.problem": comment}, curator)
    report(listing, "wrong", "CANARY-REPORT", reader)


def verify(startup, owner, department, official):
    curator = User.objects.get(email="curator@x.example")
    row = ask_customer(startup, startup.deployments.get(), "canary-customer@mail.example", owner)
    answer(row, is_true=True, note="CANARY-CUSTOMERS-WORDS")
    confirm(row, curator, "CANARY-CHECKED")
    ask_work_mail(department, "canary-official@mail.example", official)
    record_call(department, "CANARY-NUMBER-CALLED", "CANARY-CALL", curator)


def merging(startup):
    other = Startup.objects.get(slug="members")
    said = {str(startup.pk): "CANARY-ALIKE", str(other.pk): "CANARY-ALIKE"}
    Duplicate.objects.create(first=startup, second=other, reasons=[{"code": "name", "texts": said, "alike": 0.9}])
    Merger.objects.create(kept=startup, gone=other, was="archived", content={"columns": {"name": "CANARY-ASIDE"}})


def addresses() -> list[str]:
    startups = Startup.objects.values_list("pk", "slug")
    needs = Need.objects.values_list("pk", flat=True)
    departments = Department.objects.values_list("pk", flat=True)
    pages = [
        f"startups/{slug}/{more}" for _pk, slug in startups for more in ("", "needs/", "history/", "verification/")
    ]
    pages += [f"needs/{pk}/candidates/{slug}/" for pk in needs for _pk, slug in startups]
    pages += [f"desk/pairs/{pk}/{slug}/" for pk in needs for _pk, slug in startups]
    pages += [f"needs/{pk}/{more}" for pk in needs for more in ("", "candidates/", "history/")]
    pages += [f"departments/{pk}/verification/" for pk in departments]
    pages += [f"desk/review/startups/{slug}/" for _pk, slug in startups] + [f"desk/review/needs/{pk}/" for pk in needs]
    pages += [f"desk/startups/{pk}/trail/" for pk, _slug in startups] + [f"desk/needs/{pk}/trail/" for pk in needs]
    pages += [f"desk/stale/startups/{pk}/" for pk, _slug in startups] + [f"desk/stale/needs/{pk}/" for pk in needs]
    pages += [f"desk/departments/{pk}/" for pk in departments]
    pages += ["desk/duplicates/", *(f"desk/duplicates/{row.pk}/" for row in Duplicate.objects.all())]
    pages += [f"desk/mergers/{row.pk}/" for row in Merger.objects.all()]
    pages += [f"desk/verifications/startups/{row.pk}/" for row in StartupVerification.objects.all()]
    api = [f"startups/{slug}/" for slug in Startup.objects.values_list("slug", flat=True)]
    api += [f"needs/{pk}/" for pk in Need.objects.values_list("pk", flat=True)]
    api += [f"review/startups/{pk}/" for pk, _slug in startups] + [f"review/needs/{pk}/" for pk in needs]
    api += [f"matches/{pk}/" for pk in Match.objects.values_list("pk", flat=True)]
    api += [f"matches/?need={pk}" for pk in Need.objects.values_list("pk", flat=True)]
    return [
        *(f"/{language}{page}" for language in ("", "zh-hans/") for page in [*FIXED, *pages]),
        *(f"/api/v1/{path}" for path in [*API, *api]),
        "/api/schema/",
    ]


def said_by(response) -> str:
    """All that a response tells: its body, a workbook unpacked, and the name it gives to a file."""
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"".join(archive.read(name) for name in archive.namelist())
    return response.headers.get("Content-Disposition", "") + body.decode()


@pytest.mark.parametrize("persona", MAY_MEET)
def test_nobody_meets_what_is_not_theirs(people, persona):
    client = Client(headers={"accept-language": "en"})
    if people[persona]:
        client.force_login(people[persona])
    met: dict[str, str] = {}
    statuses = set()
    for address in addresses():
        response = client.get(address)
        if response.status_code == 302 or (response.status_code == 401 and address.startswith("/api/")):
            assert persona == "anonymous", address
            continue
        statuses.add(response.status_code)
        text = said_by(response)
        # What was asked for stands in the box of the answer.
        for marker in MARKERS:
            if marker in text and marker not in address:
                met.setdefault(marker, address)
    assert met.keys() == MAY_MEET[persona], met
    assert statuses <= {200, 404}


def test_no_mail_says_anything_private(people):
    for line in [*StartupTransition.objects.all(), *NeedTransition.objects.all()]:
        tell(line._meta.label_lower, line.pk)
    said = "\n".join(f"{letter.subject}\n{letter.body}" for letter in mail.outbox)
    assert len(mail.outbox) == 2
    assert [marker for marker in MARKERS if marker in said] == []


def test_a_hidden_city_is_in_no_count_and_no_search(people):
    client = Client()
    assert client.get("/api/v1/cities/620100/").json()["open_needs"] == 0
    for query in ("q=兰州", "q=Lanzhou", "q=CANARY-DEPARTMENT", "q=CANARY-DISTRICT", "city=620100"):
        assert client.get(f"/api/v1/needs/?{query}").json()["count"] == 0, query
    assert [row["place"] for row in client.get("/api/v1/needs/").json()["results"]] == [None]


def test_what_may_not_be_seen_answers_like_what_does_not_exist(people):
    client = Client()
    secret = Need.objects.get(texts__title=SECRET, texts__language="en")
    for hidden, absent in (
        (f"/api/v1/needs/{secret.pk}/", "/api/v1/needs/987654/"),
        ("/api/v1/startups/members/", "/api/v1/startups/nobody/"),
        (f"/api/v1/matches/{Match.objects.get(need=secret).pk}/", "/api/v1/matches/987654/"),
    ):
        assert (client.get(hidden).status_code, client.get(hidden).content) == (404, client.get(absent).content)
