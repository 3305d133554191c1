import pytest

from tests.people import person

pytestmark = pytest.mark.django_db

BECOME = "/accounts/personas/official/"


@pytest.fixture
def persona():
    return person("demo@city.example", full_name="Demo Official", persona="official")


@pytest.fixture
def no_demo(settings):
    settings.DEMO_MODE = False


def test_outside_demo_mode_there_are_no_personas(client, persona, no_demo):
    assert client.get("/accounts/personas/").status_code == 404
    assert client.post(BECOME).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "personas" not in client.get("/accounts/login/").content.decode()


def test_one_click_signs_in_as_a_persona(client, persona, settings):
    settings.DEMO_MODE = True
    assert "Demo Official" in client.get("/accounts/personas/").content.decode()
    assert client.post(BECOME).url == "/accounts/welcome/"
    assert client.session["_auth_user_id"] == str(persona.pk)


def test_a_persona_is_taken_by_post_only(client, persona, settings):
    settings.DEMO_MODE = True
    assert client.get(BECOME).status_code == 405


@pytest.mark.parametrize("name", ["curator", "nobody", "-"])
def test_nobody_becomes_who_is_not_there(client, persona, settings, name):
    settings.DEMO_MODE = True
    assert client.post(f"/accounts/personas/{name}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_closed_persona_stays_closed(client, persona, settings):
    settings.DEMO_MODE = True
    persona.is_active = False
    persona.save()
    assert client.post(BECOME).status_code == 404


def test_sign_in_by_e_mail_in_any_case(client):
    user = person("li@city.example")
    answer = client.post("/accounts/login/", {"login": "Li@City.example", "password": "a long enough password"})
    assert (answer.status_code, client.session["_auth_user_id"]) == (302, str(user.pk))


def test_a_wrong_password_says_so_and_nothing_more(client):
    person("li@city.example")
    wrong = client.post("/accounts/login/", {"login": "li@city.example", "password": "x"})
    unknown = client.post("/accounts/login/", {"login": "no@city.example", "password": "x"})
    assert str(wrong.context["form"].non_field_errors()) == str(unknown.context["form"].non_field_errors())
    assert "do not belong together" in wrong.content.decode()


def test_signing_out_takes_a_post(client, official):
    client.force_login(official)
    assert client.get("/accounts/logout/").status_code == 405
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
