import pytest

from matching.models import Likeness, Match, Nudge, Run, RunBlock, Snapshot, TextVector, WeightChoice, WeightSet
from tests.listings import published_startup

pytestmark = pytest.mark.django_db

MODELS = ["match", "run", "snapshot", "textvector", "weightset", "likeness", "nudge"]
MATCHES = "/admin/matching/match/"


@pytest.fixture
def rows(need, startup):
    snapshot = Snapshot.objects.create(version="abc", data=b"numbers")
    run = Run.objects.create(snapshot=snapshot)
    weights = WeightSet.objects.create(version="1.7", base="1")
    WeightChoice.objects.create(weights=weights)
    return {
        "match": Match.objects.create(need=need, startup=startup, need_rank=1, score=9, band=3, parts=[9]),
        "snapshot": snapshot,
        "run": run,
        "weightset": weights,
        "nudge": Nudge.objects.create(startup=startup, size=-0.2),
        "likeness": Likeness.objects.create(subject="need", first=need.pk, second=98765, closeness=1.1, is_same=True),
        "block": RunBlock.objects.create(run=run, number=0, result=b"partial"),
        "textvector": TextVector.objects.create(
            subject="startup", key="1", model="m", text_hash="h", vector=[0.5, 0.5]
        ),
    }


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", ["owner", "official"])
def test_nobody_else_looks(client, request, model, name):
    client.force_login(request.getfixturevalue(name))
    assert client.get(f"/admin/matching/{model}/", follow=True).status_code == 404


@pytest.mark.parametrize("model", MODELS)
def test_not_even_an_administrator_writes(admin_client, rows, model):
    page = f"/admin/matching/{model}/"
    assert admin_client.get(f"{page}add/").status_code == 403
    assert admin_client.post(f"{page}{rows[model].pk}/change/", {"score": 1}).status_code == 403
    assert admin_client.post(f"{page}{rows[model].pk}/delete/", {"post": "yes"}).status_code == 403
    admin_client.post(page, {"action": "delete_selected", "_selected_action": [rows[model].pk], "post": "yes"})
    assert type(rows[model]).objects.filter(pk=rows[model].pk).exists()


@pytest.mark.parametrize(
    ("model", "words", "said"),
    [
        ("match", "听测", "Testlisten"),
        ("run", "abc", "Reading texts"),
        ("snapshot", "abc", "abc"),
        ("textvector", "h", "startup"),
        ("weightset", "1.7", "1.7"),
        ("likeness", "98765", "98765"),
        ("nudge", "testlisten", "-0.2"),
    ],
)
def test_a_curator_finds_and_opens_rows(client, curator, rows, model, words, said):
    client.force_login(curator)
    page = f"/admin/matching/{model}/"
    assert said.lower() in client.get(page, {"q": words}).content.decode().lower()
    assert client.get(page, {"q": "nothing like it"}).context["cl"].result_count == 0
    assert client.get(f"{page}{rows[model].pk}/change/").status_code == 200


def test_a_run_shows_which_blocks_are_scored(admin_client, rows):
    RunBlock.objects.create(run=rows["run"], number=1)
    page = admin_client.get(f"/admin/matching/run/{rows['run'].pk}/change/").content.decode()
    assert (page.count("icon-yes.svg"), page.count("icon-no.svg")) == (1, 1)


def test_matches_cost_the_same_for_one_and_for_three(admin_client, rows, django_assert_num_queries):
    with django_assert_num_queries(9):
        admin_client.get(MATCHES)
    for number in (2, 3):
        other = published_startup(slug=f"number-{number}")
        Match.objects.create(need=rows["match"].need, startup=other, need_rank=number, score=5, band=1, parts=[5])
    with django_assert_num_queries(9):
        assert len(admin_client.get(MATCHES).context["cl"].result_list) == 3


def test_runs_cost_the_same_for_one_and_for_three(admin_client, rows, django_assert_num_queries):
    with django_assert_num_queries(7):
        admin_client.get("/admin/matching/run/")
    Run.objects.bulk_create(Run(snapshot=rows["snapshot"]) for _ in range(2))
    with django_assert_num_queries(7):
        assert len(admin_client.get("/admin/matching/run/").context["cl"].result_list) == 3


def test_a_startup_that_is_deleted_takes_its_nudge_and_matches_along(admin_client, rows):
    startup = rows["nudge"].startup
    admin_client.post(f"/admin/startups/startup/{startup.pk}/delete/", {"post": "yes"})
    assert (Nudge.objects.count(), Match.objects.count()) == (0, 0)
