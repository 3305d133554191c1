import pytest

from accounts import legal
from accounts.models import Consent
from accounts.services import agree, allow_transfer
from tests.people import person

pytestmark = pytest.mark.django_db

DOCUMENTS = ["/accounts/terms/", "/accounts/privacy/"]
AGREE = "/accounts/agree/"


@pytest.fixture
def newer_terms(monkeypatch):
    monkeypatch.setitem(legal.VERSIONS, "terms", "2027-01-01")


def test_whoever_has_not_agreed_to_the_new_version_is_asked_first(client, owner, newer_terms):
    client.force_login(owner)
    assert client.get("/startups/").url == f"{AGREE}?next=%2Fstartups%2F"
    assert client.post("/accounts/tokens/", {"name": "x"}).url == AGREE
    assert client.get("/api/v1/needs/").json() == {"detail": "Agree to the terms on the site first."}
    assert "have changed" in client.get(AGREE).content.decode()


def test_reading_leaving_and_taking_ones_data_need_no_consent(client, owner, newer_terms):
    client.force_login(owner)
    assert [client.get(path).status_code for path in DOCUMENTS] == [200, 200]
    assert client.post("/accounts/export/").status_code == 200
    assert client.get("/accounts/delete/").url.startswith("/accounts/reauthenticate/")
    assert client.post("/accounts/logout/").status_code == 302


def test_agreeing_again_keeps_the_old_record(client, owner, newer_terms):
    client.force_login(owner)
    assert client.post(AGREE, {"agrees": ""}).status_code == 200
    assert client.post(f"{AGREE}?next=/startups/", {"agrees": "on"}).url == "/startups/"
    assert client.get("/startups/").status_code == 200
    assert sorted(owner.consents.filter(document="terms").values_list("version", flat=True)) == [
        "2026-11-28",
        "2027-01-01",
    ]


def test_agreeing_twice_is_agreeing_once(owner):
    agree(owner, allows_transfer=True)
    agree(owner, allows_transfer=True)
    assert sorted(owner.consents.values_list("document", flat=True)) == ["privacy", "terms", "transfer"]


def test_the_transfer_is_allowed_and_withdrawn_on_its_own(client, owner):
    client.force_login(owner)
    client.post("/accounts/transfer/", {"allow": "1"})
    assert owner.consents.to_current(Consent.Document.TRANSFER).count() == 1
    client.post("/accounts/transfer/")
    assert owner.consents.to_current(Consent.Document.TRANSFER).count() == 0
    assert Consent.objects.get(document="transfer").withdrawn_at is not None
    allow_transfer(owner, True)
    assert owner.consents.filter(document="transfer").count() == 2


@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/he"])
@pytest.mark.parametrize("path", DOCUMENTS)
def test_documents_say_who_runs_the_site_and_which_version_they_are(client, settings, prefix, path):
    settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = "Some Centre", "post@city.example"
    page = client.get(prefix + path).content.decode()
    assert all(words in page for words in ("2026-11-28", "Some Centre", "post@city.example"))
    headings = page.count('<h2 class="h4">')
    assert headings == client.get(path).content.decode().count('<h2 class="h4">')


def test_the_filings_stand_in_the_footer_where_they_are_set(client, settings):
    assert "beian" not in client.get("/accounts/terms/").content.decode()
    settings.ICP_NUMBER, settings.PUBLIC_SECURITY_NUMBER = "京ICP备2026000001号-1", "京公网安备11010502000001号"
    page = client.get("/accounts/terms/").content.decode()
    assert 'href="https://beian.miit.gov.cn/"' in page
    assert "webSearch?code=11010502000001" in page
    assert "京ICP备2026000001号-1" in page


def test_a_superuser_made_on_the_server_is_asked_too(client, django_user_model):
    admin = django_user_model.objects.create_superuser("root@platform.example", "a long enough password")
    client.post("/accounts/login/", {"login": admin.email, "password": "a long enough password"})
    assert client.get("/admin/").url.startswith(AGREE)


def test_nobody_is_asked_twice(client):
    client.force_login(person("li@city.example"))
    assert client.get("/startups/").status_code == 200
