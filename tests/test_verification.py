"""Verification: who asks, who answers, what a badge says, and that none outlives what was verified."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy
from PIL import Image
from rest_framework.exceptions import ValidationError

from accounts.models import User
from cities.models import Department, DepartmentVerification
from cities.verification import ask_work_mail, record_call
from desk.refusing import REASONS, said_in
from listings import verifying
from listings.tasks import send_letter
from startups.models import Startup, StartupVerification
from startups.services import publish
from startups.verification import ask_company, ask_customer, ask_site
from tests.listings import PROFILE, drafted
from tests.people import person

pytestmark = pytest.mark.django_db

PAGE = "/startups/testlisten/verification/"


@pytest.fixture
def letters(monkeypatch, django_capture_on_commit_callbacks):
    """Mails are sent at once, by the task that a worker would run."""
    monkeypatch.setattr(send_letter, "delay", send_letter)
    with django_capture_on_commit_callbacks(execute=True):
        yield mail.outbox


def fresh(startup: Startup) -> Startup:
    return Startup.objects.with_profile().get(pk=startup.pk)


def methods(listed) -> list[str]:
    return [row.method for row in listed.current_verifications]


def confirmed(startup: Startup) -> list[bool]:
    return [deployment.confirmation is not None for deployment in fresh(startup).deployments.all()]


def link_in(letter) -> str:
    return re.search(r"https?://[^/]+(/\S+)", letter.body)[1]


def department_page(department: Department) -> str:
    return f"/departments/{department.pk}/verification/"


@pytest.mark.parametrize("who", [None, "official", "outsider"])
@pytest.mark.parametrize("page", ["", "company/", "site/", "references/1/"])
def test_nobody_else_asks_for_a_startup(client, request, startup, who, page):
    if who:
        client.force_login(request.getfixturevalue(who))
    answer = client.post(PAGE + page, {"number": "1", "mailbox": "info", "address": "a@b.example"})
    assert answer.status_code == (404 if who else 302)
    assert StartupVerification.objects.count() == 0


@pytest.mark.parametrize("who", [None, "owner", "outsider"])
@pytest.mark.parametrize("page", ["", "letter/", "mail/"])
def test_nobody_else_asks_for_a_department(client, request, department, who, page):
    if who:
        client.force_login(request.getfixturevalue(who))
    answer = client.post(department_page(department) + page, {"address": "a@b.gov.cn"})
    assert answer.status_code == (404 if who else 302)
    assert DepartmentVerification.objects.count() == 0


def test_a_company_number_counts_once_a_curator_has_looked_it_up(client, owner, startup, curator):
    client.force_login(owner)
    client.post(f"{PAGE}company/", {"number": "51-512345-6 (Israel)"})
    [row] = StartupVerification.objects.waiting()
    assert methods(fresh(startup)) == []
    verifying.confirm(row, curator, "ica.justice.gov.il, same name")
    said = client.get("/startups/testlisten/").content.decode()
    assert "Verified: company number looked up in the register" in said
    assert "51-512345-6 (Israel)" in said
    assert "ica.justice" not in said


def test_a_company_of_another_name_is_not_verified(owner, startup, curator):
    verifying.confirm(ask_company(startup, "51-5", owner), curator)
    assert methods(fresh(startup)) == ["company_number"]
    Startup.objects.update(legal_name="Another Ltd")
    assert methods(fresh(startup)) == []


def test_a_link_to_the_sites_domain_proves_the_site(
    client, owner, startup, letters, django_capture_on_commit_callbacks
):
    client.force_login(owner)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{PAGE}site/", {"mailbox": "info"})
    [letter] = letters
    assert letter.to == ["info@testlisten.example"]
    client.logout()
    client.get(link_in(letter))
    assert methods(fresh(startup)) == []
    client.post(f"{link_in(letter)}answer/")
    assert methods(fresh(startup)) == ["site_mail"]


def test_a_new_site_is_not_verified(owner, startup):
    verifying.answer(ask_site(startup, "info", owner), is_true=True)
    assert methods(fresh(startup)) == ["site_mail"]
    drafted(startup, PROFILE | {"website": "https://elsewhere.example"})
    publish(startup)
    assert methods(fresh(startup)) == []
    drafted(startup, PROFILE | {"website": "https://www.testlisten.example/en"})
    publish(startup)
    assert methods(fresh(startup)) == ["site_mail"]


@pytest.mark.parametrize("mailbox", ["info@gmail.com", "a b", "", "x" * 61, "a\nBcc: b"])
def test_a_mailbox_names_no_other_domain(client, owner, mailbox):
    client.force_login(owner)
    client.post(f"{PAGE}site/", {"mailbox": mailbox})
    assert StartupVerification.objects.count() == 0


def test_the_page_has_one_heading(client, owner, official, department):
    for user, page in ((owner, PAGE), (official, department_page(department))):
        client.force_login(user)
        assert client.get(page).content.decode().count("<h1>") == 1


def test_a_mistyped_customer_is_refused_at_the_reference_that_was_meant(client, owner, startup):
    second = startup.deployments.create(place_en="Another place", country="DE")
    client.force_login(owner)
    said = client.post(f"{PAGE}references/{second.pk}/", {"address": "li@water"}).content.decode()
    assert "Enter a valid email address." in said[said.index("Another place") :]
    assert said.count('value="li@water"') == 1
    assert StartupVerification.objects.count() == 0


def test_a_profile_without_a_site_is_told(owner, startup):
    Startup.objects.update(website="")
    startup.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        ask_site(startup, "info", owner)
    assert refusal.value.detail == {"mailbox": ["The published profile names no website."]}


@pytest.fixture
def asked(owner, startup, letters, django_capture_on_commit_callbacks) -> str:
    """The link that the customer of the only reference got."""
    with django_capture_on_commit_callbacks(execute=True):
        ask_customer(startup, startup.deployments.get(), "li@water.example", owner)
    return link_in(letters[0])


def test_a_customer_sees_this_one_reference_without_an_account(client, asked, startup, letters):
    startup.deployments.create(place_en="Another place", country="DE")
    assert letters[0].to == ["li@water.example"]
    said = client.get(asked).content.decode()
    assert asked.startswith("/zh-hans/startups/reference/")
    assert "华东某市（300万至500万人）" in said
    assert [word for word in ("Another place", "PRIVATE", "li@water", "18 个月") if word in said] == []


def test_a_customer_confirms_and_a_curator_looks_at_who_it_was(client, asked, startup, curator):
    client.post(f"{asked}answer/", {"is_true": "yes", "name": "Li, PRIVATE-office", "words": "PRIVATE-words"})
    assert confirmed(startup) == [False]
    [row] = StartupVerification.objects.waiting()
    assert row.note == "Li, PRIVATE-office\nPRIVATE-words"
    verifying.confirm(row, curator)
    assert confirmed(startup) == [True]
    said = client.get("/startups/testlisten/").content.decode()
    assert "Confirmed by the customer, " in said
    assert [word for word in ("PRIVATE", "li@water") if word in said] == []


def test_a_customer_denies_and_there_is_nothing_more_to_look_at(client, asked, startup):
    client.post(f"{asked}answer/", {"is_true": "no"})
    assert list(StartupVerification.objects.waiting()) == []
    assert StartupVerification.objects.get().state == "denied"
    client.post(f"{asked}answer/", {"is_true": "yes"})
    assert StartupVerification.objects.get().state == "denied"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place_en", "Shanghai"),
        ("place_zh", "上海"),
        ("country", "DE"),
        ("since", 2019),
        ("after", 5),
        ("scale_en", "9"),
    ],
)
def test_a_reference_that_was_changed_is_not_confirmed(asked, startup, curator, field, value):
    verifying.answer(StartupVerification.objects.get(), is_true=True)
    verifying.confirm(StartupVerification.objects.get(), curator)
    assert confirmed(startup) == [True]
    startup.deployments.update(**{field: value})
    assert confirmed(startup) == [False]


def test_a_confirmation_outlives_a_publication_that_leaves_the_reference_alone(asked, startup, curator):
    verifying.confirm(StartupVerification.objects.get(), curator)
    drafted(startup, PROFILE | {"home_city": "Haifa"})
    publish(startup)
    assert confirmed(startup) == [True]


def test_a_link_to_a_changed_reference_confirms_nothing(client, asked, startup):
    startup.deployments.update(place_en="Shanghai")
    client.post(f"{asked}answer/", {"is_true": "yes"})
    assert StartupVerification.objects.get().state == "asked"
    assert client.get(asked).context["deployment"] is None


@pytest.mark.parametrize("page", ["/startups/reference/{}/", "/startups/site/{}/", "/departments/mail/{}/"])
def test_a_link_of_another_kind_forged_or_old_leads_nowhere(client, owner, official, startup, department, page):
    site = ask_site(startup, "info", owner)
    work = ask_work_mail(department, "li@handan.gov.cn", official)
    right = {"/startups/site/{}/": site, "/departments/mail/{}/": work}.get(page)
    for token in [row.token for row in (site, work) if row is not right] + ["forged", "a:b:c"]:
        assert client.get(page.format(token)).status_code == 404
        assert client.post(page.format(token) + "answer/", {"is_true": "yes"}).status_code == 404
    if right:
        link = page.format(right.token)
        assert client.get(link).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            assert client.get(link).status_code == 404


def test_a_department_is_verified_by_a_call_as_long_as_it_has_its_name(department, curator):
    record_call(department, "0310-0000000", "Spoke to the duty office.", curator)
    row = department.verifications.get()
    assert (row.decided_by, row.contact, row.method) == (curator, "0310-0000000", "call")
    assert (list(Department.objects.verified()), department.is_verified) == ([department], True)
    Department.objects.update(name_zh="邯郸市水利局")
    department = Department.objects.get()
    assert (list(Department.objects.verified()), department.is_verified) == ([], False)


@pytest.mark.parametrize(("address", "state"), [("li@HANDAN.gov.cn", "confirmed"), ("li@gov.cn.example", "answered")])
def test_a_mail_from_a_domain_of_the_state_is_enough(client, department, official, address, state):
    row = ask_work_mail(department, address, official)
    page = client.post(f"/departments/mail/{row.token}/answer/", follow=True).content.decode()
    assert department.verifications.get().state == state
    assert ("Your department is verified" in page) is (state == "confirmed")
    assert ("A curator looks at it" in page) is (state == "answered")
    assert Department.objects.get().is_verified is (state == "confirmed")


def test_where_the_link_went_is_said_until_it_is_opened(client, department, official):
    client.force_login(official)
    page = client.post(f"/departments/{department.pk}/verification/mail/", {"address": "li@handan.gov.cn"}, follow=True)
    mailed = "A link was mailed to li@handan.gov.cn. Once it is opened and confirmed there, you see it here."
    waiting = "link mailed, not opened and confirmed yet"
    assert (list(map(str, page.context["messages"])), waiting in page.content.decode()) == ([mailed], True)
    client.post(f"/departments/mail/{department.verifications.get().token}/answer/")
    assert waiting not in client.get(f"/departments/{department.pk}/verification/").content.decode()


def picture(kind: str, size=(1200, 900)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, kind, **({"comment": b"CANARY-EXIF"} if kind == "JPEG" else {}))
    return content.getvalue()


def send_in(client, department, content: bytes, name: str):
    return client.post(f"{department_page(department)}letter/", {"letter": SimpleUploadedFile(name, content)})


def test_a_letter_is_drawn_anew_and_waits_for_a_curator(client, department, official, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(official)
    send_in(client, department, picture("JPEG") + b"<script>", "李局长.exe")
    [row] = DepartmentVerification.objects.waiting()
    stored = row.letter.read()
    assert re.fullmatch(r"letters/[0-9a-f]{32}\.jpg", row.letter.name)
    assert (stored[:2], b"CANARY" in stored, b"<script>" in stored) == (b"\xff\xd8", False, False)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG files can hold programs"),
        (picture("PNG")[:200], "This is not a picture that we can read."),
        (b"%PDF-1.4", "This is not a picture that we can read."),
        (picture("PNG", (9000, 9000)), "This picture has 9000 × 9000 pixels."),
        (b"x" * (10 * 1024 * 1024 + 1), "The file is larger than 10 MB."),
    ],
)
def test_what_is_no_letter_is_refused_with_a_sentence(
    client, department, official, settings, tmp_path, content, sentence
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(official)
    page = send_in(client, department, content, "letter.png")
    assert [word[: len(sentence)] for word in page.context["letter"].errors["letter"]] == [sentence]
    assert (DepartmentVerification.objects.count(), list(tmp_path.iterdir())) == (0, [])


def test_asked_twice_is_asked_once(owner, startup, letters, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = (ask_site(startup, "info", owner) for _click in range(2))
    assert (first, len(letters)) == (second, 1)


def test_strangers_are_not_mailed_without_end(owner, startup):
    for number in range(10):
        startup.deployments.create(place_en=f"Place {number}", country="DE")
    deployments = list(startup.deployments.all())
    for deployment in deployments[:10]:
        ask_customer(startup, deployment, "x@y.example", owner)
    with pytest.raises(ValidationError) as refusal:
        ask_customer(startup, deployments[10], "x@y.example", owner)
    assert refusal.value.detail == {"method": ["Too many in one day. Please go on tomorrow."]}


def test_of_two_curators_the_second_is_told(owner, startup, curator):
    row = ask_company(startup, "51-5", owner)
    verifying.deny(row, curator, "Not in the register.")
    with pytest.raises(verifying.Decided) as told:
        verifying.confirm(row, person("second@x.example"))
    assert (told.value.row.state, told.value.row.decided_by) == ("denied", curator)
    with pytest.raises(verifying.Decided):
        verifying.revoke(row, curator)


@pytest.mark.parametrize("language", ["en", "he", "zh-hans"])
def test_whoever_asked_reads_why_in_their_language_and_no_reason_goes_by_mail(
    client, owner, startup, curator, letters, django_capture_on_commit_callbacks, language
):
    User.objects.filter(pk=owner.pk).update(language=language)
    row = ask_company(startup, "51-5", owner)
    client.force_login(curator)
    desk = f"/desk/verifications/startups/{row.pk}/"
    reason = said_in(language, REASONS["verification"]["not_found"])
    assert reason in client.get(desk).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{desk}deny/", {"template": "not_found", "reason": "Ask again in May."})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("denied", f"{reason}\nAsk again in May.")
    client.force_login(owner)
    assert "Ask again in May." in client.get(PAGE).content.decode()
    [letter] = letters
    assert (letter.to, letter.subject) == (
        ["owner@startup.example"], said_in(language, gettext_lazy("Your verification was not confirmed")),
    )  # fmt: skip
    assert "May" not in letter.body


@pytest.mark.parametrize("verb", ["deny", "revoke"])
def test_a_no_says_why(client, owner, startup, curator, verb):
    row = ask_company(startup, "51-5", owner)
    if verb == "revoke":
        verifying.confirm(row, curator)
    client.force_login(curator)
    page = client.post(f"/desk/verifications/startups/{row.pk}/{verb}/", {"reason": " "})
    assert (page.status_code, page.context["form"].errors) == (200, {"reason": ["Say why."]})
    row.refresh_from_db()
    assert row.state == ("confirmed" if verb == "revoke" else "asked")


def test_what_was_revoked_counts_no_more_and_may_be_asked_anew(owner, startup, curator):
    row = verifying.confirm(ask_company(startup, "51-5", owner), curator)
    verifying.revoke(row, curator, "Struck off the register.")
    assert methods(fresh(startup)) == []
    assert ask_company(startup, "51-6", owner).pk != row.pk


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Verified: call to its published number, 2026-11-20"), ("zh-hans", ""), ("he", "")]
)
def test_a_badge_says_what_was_verified_and_when(client, need, department, curator, language, said):
    with time_machine.travel("2026-11-20T12:00:00+08:00"):
        record_call(department, "PRIVATE-number", "PRIVATE-note", curator)
    prefix = "" if language == "en" else f"/{language}"
    page = client.get(f"{prefix}/needs/{need.pk}/").content.decode()
    assert (said in page, "2026-11-20" in page, "PRIVATE" in page) == (True, True, False)
    card = client.get(f"{prefix}/needs/").content.decode()
    assert "2026-11-20" in card


def test_the_api_says_what_was_verified_and_when(client, need, department, curator):
    with time_machine.travel("2026-11-20T12:00:00+08:00"):
        record_call(department, "PRIVATE-number", "PRIVATE-note", curator)
    assert client.get(f"/api/v1/needs/{need.pk}/").json()["place"]["department"]["verifications"] == [
        {
            "method": "call",
            "label": "call to its published number",
            "detail": "",
            "verified_at": "2026-11-20T12:00:00+08:00",
        }
    ]
