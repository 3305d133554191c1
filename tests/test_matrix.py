"""Who gets what from every address of the site: persona x method, from one table (tests/matrix.txt).

To add an address, add one line there: its name, how its arguments are filled (names of `world`, or `-`), its kind and
the six statuses, one for each persona. Kinds, and what is then expected of every method:

    page      GET as in the table and HEAD the same; POST reads as well, or is refused
    form>302  as page, and POST with nothing in it answers with this status to whoever is not refused
    verb      POST as in the table, everything else is refused; verb>page: or led to the page where the verb stands
    api       GET as in the table, OPTIONS describes, everything else is refused
    api+post  as api, and POST of an empty object is 400 to whoever is not refused; api+put the same
    api>post  POST of an empty object as in the table, OPTIONS describes, everything else is refused; api>put the same
    door      an address that moves people on by itself (allauth's): never 500, and never 200 where the table has none

Refused is 405, or the door that this persona meets anyway: the sign-in, 401, 403 or 404. What no browser sends is 405
everywhere but in the API.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import cities.services
import startups.services
from accounts.models import User
from cities.clarification import ask as ask_about
from cities.models import Need
from cities.verification import ask_letter, ask_work_mail
from desk.importing.files import read_paste
from desk.importing.sending import begin_scenarios
from desk.merging.services import merge
from desk.models import Absence, Duplicate, SafeEdit
from listings.reports import report
from matching.learning import sets
from matching.models import Match, RulingVerb, Run
from matching.rulings import rule
from startups.models import Startup
from startups.verification import ask_company, ask_customer, ask_site
from taxonomy.models import GlossaryTerm
from tests.listings import drafted, published_startup, verify
from tests.people import person

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("matrix.txt")
PERSONAS = ("anonymous", "owner", "official", "outsider", "curator", "superuser")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSALS = {302, 401, 403, 404, 405}
SIGN_IN = "/accounts/login/"
FOR_PROGRAMS = {"PUT", "PATCH", "DELETE", "OPTIONS"}


@dataclass(frozen=True)
class Row:
    name: str
    arguments: tuple[str, ...]
    kind: str
    statuses: dict[str, int]


def table() -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, arguments, kind, *statuses = line.split()
        assert name not in rows, f"{name} stands twice in the table"
        filled = () if arguments == "-" else tuple(arguments.split(","))
        rows[name] = Row(name, filled, kind, dict(zip(PERSONAS, map(int, statuses), strict=True)))
    return rows


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern


def names() -> dict[str, URLPattern]:
    """Every address but those of the admin, which are all guarded by one door."""
    return {name: pattern for name, pattern in addresses(get_resolver()) if not name.startswith("admin:")}


def is_allowed(row: Row, persona: str, method: str, address: str, status: int, place: str) -> bool:
    """Whether the answer is the one that the table promises."""
    if method in FOR_PROGRAMS and not address.startswith("/api/"):
        return status == 405
    expected = row.statuses[persona]
    refused = status in REFUSALS and (status != 302 or place.startswith(SIGN_IN))
    kind, _, more = row.kind.partition(">")
    if kind == "door":
        return status < 500 and (status != 200 or expected == 200)
    if kind == "form" and method == "POST" and expected == 200:
        return status == int(more) or (persona == "anonymous" and refused)
    if kind in ("page", "form"):
        return status == expected or (method not in ("GET", "HEAD") and refused)
    if kind == "verb":
        return status == expected if method == "POST" else refused or (more == "page" and status == 302)
    if method == "OPTIONS":
        return status == 200 or refused
    if more:
        return status == expected if method == more.upper() else refused
    if kind == f"api+{method.lower()}" and expected == 200:
        return status == 400 or (persona == "anonymous" and refused)
    return status == expected if method in ("GET", "HEAD") else refused


# What the arguments of addresses mean where nothing has to be made for them.
CODES = {
    "city": "handan",
    "code": "130400",
    "sector": "WAT",
    "topic": "W-LEAK",
    "technology": "WAT-LEAK",
    "startups": "startups",
    "needs": "needs",
    "persona": User.Persona.CURATOR,
    "file": UUID(int=1),
    "csv": "csv",
    "logo": "logo",
    "section": "identity",
    "absent": 987654,
    "zh": "zh",
    "word": "nothing",
}


@pytest.fixture
def world(settings, tmp_path, startup, need, owner, official, outsider, curator, admin_user) -> dict[str, object]:
    """A live startup and a live need, each with a draft in review, a report and something to verify."""
    settings.CACHES |= {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    settings.MEDIA_ROOT, settings.DEMO_MODE = tmp_path, False
    verify(need.department)
    for listing, verbs, by in ((startup, startups.services, owner), (need, cities.services, official)):
        drafted(listing, by=by)
        verbs.submit(listing, by)
        report(listing, "wrong", "", outsider)
    return {
        **CODES,
        **of_the_startup(startup, owner, outsider),
        **of_the_need(need, owner, official),
        **of_the_pair(need, startup, curator),
        **of_twins(startup, curator),
        **of_the_desk(startup, curator),
    }


def of_the_startup(startup: Startup, owner: User, outsider: User) -> dict[str, object]:
    """The profile, who belongs to it or wants to, and what it asked others to confirm."""
    deployment = startup.deployments.get()
    return {
        "slug": startup.slug,
        "startup": startup.pk,
        "deployment": deployment.pk,
        "colleague": startup.members.create(user=person("colleague@startup.example")).pk,
        "claim": startup.claims.create(user=outsider, words="It is ours.").pk,
        "invitation": startup.invitations.create(email="new@startup.example", invited_by=owner).pk,
        "company": ask_company(startup, "51-5", owner).pk,
        "site_token": ask_site(startup, "info", owner).token,
        "reference_token": ask_customer(startup, deployment, "li@x.example", owner).token,
    }


def of_the_need(need: Need, owner: User, official: User) -> dict[str, object]:
    """The need, a question about it, and what its department sent to be verified."""
    return {
        "need": need.pk,
        "department": need.department_id,
        "question": ask_about(need, "Of what are the pipes?", owner).pk,
        "letter": ask_letter(need.department, ContentFile(b"x", "letter.jpg"), official).pk,
        "work_token": ask_work_mail(need.department, "li@x.gov.cn", official).token,
    }


def of_the_pair(need: Need, startup: Startup, curator: User) -> dict[str, object]:
    """The match of the two, which a curator placed, with what matching keeps."""
    match = Match.objects.create(
        need=need, startup=startup, need_rank=1, startup_rank=1, score=9, band=3, parts=[1.0] * 9, weights_version="1"
    )
    ruling = rule(need, startup, RulingVerb.PIN, "OTHER_REASON", by=curator)
    return {
        "match": match.pk, "ruling": ruling.pk, "weights": sets.expert().pk, "run": Run.objects.create().pk,
    }  # fmt: skip


def of_twins(startup: Startup, curator: User) -> dict[str, object]:
    """Two more profiles: one may be the same as the first, the other is merged with it."""
    twin, former = (published_startup(slug=slug, name={"en": slug.title()}) for slug in ("twin", "former"))
    return {
        "duplicate": Duplicate.objects.create(first=startup, second=twin).pk,
        "merger": merge(startup, former, curator).pk,
    }


def of_the_desk(startup: Startup, curator: User) -> dict[str, object]:
    """What else curators keep."""
    today = date.today()
    return {
        "absence": Absence.objects.create(curator=curator, first_day=today, last_day=today).pk,
        "edit": SafeEdit.objects.create(startup=startup, changes={}, revision=startup.revision).pk,
        "import": begin_scenarios("list", read_paste("场景名称\t场景描述\n一\t二"), {}, curator).pk,
        "term": GlossaryTerm.objects.create(language="zh", term="狗熊", english=["bear"]).pk,
    }


def client_of(persona: str, request) -> Client:
    client = Client(raise_request_exception=False)
    if persona != "anonymous":
        client.force_login(request.getfixturevalue("admin_user" if persona == "superuser" else persona))
    return client


def answer(client: Client, method: str, address: str) -> tuple[int, str]:
    """Status and where it sends to. What the request wrote is undone: the next one finds the same world."""
    with transaction.atomic():
        response = client.generic(method, address, "{}", content_type=_content_type(address))
        transaction.set_rollback(True)
    return response.status_code, response.headers.get("Location", "")


def _content_type(address: str) -> str:
    return "application/json" if address.startswith("/api/") else "application/x-www-form-urlencoded"


def test_every_address_stands_in_the_table_and_no_other():
    assert sorted(names()) == sorted(table())


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_gets_what_the_table_says(request, world, persona):
    client, wrong = client_of(persona, request), []
    for row in table().values():
        address = reverse(row.name, args=[world[name] for name in row.arguments])
        for method in METHODS:
            if row.name in ENDS_THE_SESSION:
                client = client_of(persona, request)
            status, place = answer(client, method, address)
            if not is_allowed(row, persona, method, address, status, place):
                wrong.append(f"{row.name} {method}: {status} {place}, the table says {row.statuses[persona]}")
    assert "\n".join(wrong) == ""


# After these, whoever asked is nobody any more.
ENDS_THE_SESSION = {"account_logout", "accounts:logout", "accounts:delete"}


@pytest.mark.parametrize("persona", PERSONAS[:4])
def test_the_admin_has_one_door(request, world, persona):
    """Whoever is no staff is sent to it from everywhere, whatever the method."""
    client, entered = client_of(persona, request), []
    for name, pattern in addresses(get_resolver()):
        # The nameless ones are Django's own catch-all and old names of others.
        if name.startswith("admin:") and pattern.name and name not in {"admin:login", "admin:jsi18n"}:
            arguments = ["accounts" if group == "app_label" else 1 for group in _groups(pattern)]
            address = reverse(name, args=arguments)
            entered += [
                f"{name} {method}: {status}"
                for method in METHODS
                for status, place in [answer(client, method, address)]
                if status not in (302, 404, 405)
                or (status == 302 and "/login/" not in place and "/admin/" not in place)
            ]
    assert "\n".join(entered) == ""


def _groups(pattern: URLPattern) -> list[str]:
    return list(pattern.pattern.regex.groupindex)
