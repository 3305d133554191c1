"""The same need in several cities, and listings like one another: for each reader of what they may see."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cities.models import Need
from desk.demo.loading import need_documents
from matching.corpus import current_corpus
from matching.likeness import compare
from matching.measuring.same_needs import JudgedPair, precision_and_recall, read_pairs, tell
from matching.models import Likeness
from matching.seen_together import joint_demand, similar_needs, similar_startups
from matching.services import rescore_need
from tests.listings import published_need, published_startup

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
OTHER_PROBLEM = {
    "zh": {"title": "二次供水水质", "problem": "水箱余氯不足，水质不稳。", "present": "合格率91%。", "target": "98%。"},
    "en": {"title": "Tank water", "problem": "Chlorine is low in summer.", "present": "91 %.", "target": "98 %."},
}  # fmt: skip


def need_of(city: str, **changes) -> Need:
    return published_need(city=city, department={"kind": "WATER", "name": {"zh": f"水务局{city}", "en": ""}}, **changes)


def like(subject: str, *listings, is_same: bool = False) -> None:
    first, *others = listings
    Likeness.objects.bulk_create(
        Likeness(subject=subject, first=first.pk, second=other.pk, closeness=1.0, is_same=is_same) for other in others
    )


def seen(need: Need, user) -> list[str]:
    row = Need.objects.visible_to(user).get(pk=need.pk)
    joint = joint_demand([row], user).get(need.pk)
    return sorted(city.name_en for city in joint.cities) if joint else []


@pytest.fixture
def needs(need) -> list[Need]:
    """The same need in three cities."""
    needs = [need, need_of("510100"), need_of("530100")]
    like("need", *needs, is_same=True)
    return needs


# --- who may not ------------------------------------------------------------------------------------------------------


def test_a_need_one_may_not_see_counts_for_nobody_else(needs, official, outsider):
    Need.objects.filter(pk=needs[1].pk).update(visibility="matched")
    assert seen(needs[0], VISITOR) == ["Handan", "Kunming"]
    assert seen(needs[0], outsider) == ["Handan", "Kunming"]
    needs[1].department.officials.create(user=official)
    assert seen(needs[0], official) == ["Chengdu", "Handan", "Kunming"]


def test_a_hidden_city_is_neither_named_nor_counted(needs, client, official):
    Need.objects.filter(pk=needs[1].pk).update(is_city_hidden=True)
    assert seen(needs[0], VISITOR) == ["Handan", "Kunming"]
    assert seen(needs[1], VISITOR) == []
    assert "Chengdu" not in client.get(needs[0].get_absolute_url()).content.decode()
    assert "seen-together" not in client.get(needs[1].get_absolute_url()).content.decode()
    needs[1].department.officials.create(user=official)
    assert seen(needs[0], official) == ["Chengdu", "Handan", "Kunming"]


def test_what_is_closed_is_like_nothing(needs):
    Need.objects.filter(pk__in=[needs[1].pk, needs[2].pk]).update(status="closed")
    assert (seen(needs[0], VISITOR), similar_needs(needs[0], VISITOR)) == ([], [])


def test_a_startup_for_signed_in_people_is_similar_for_them_only(startup, official):
    hidden = published_startup(slug="hidden", name={"en": "Hidden"}, visibility="members")
    like("startup", startup, hidden)
    assert similar_startups(startup, VISITOR) == []
    assert similar_startups(startup, official) == [hidden]


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_it_is_seen_from_either_end(needs):
    like("need", needs[1], needs[2], is_same=True)
    assert [seen(need, VISITOR) for need in needs] == [["Chengdu", "Handan", "Kunming"]] * 3


def test_two_needs_of_one_city_are_no_joint_demand(need):
    like("need", need, need_of("130400"), is_same=True)
    assert seen(need, VISITOR) == []


def test_the_page_of_a_need_names_the_cities_and_what_is_similar(needs, client):
    similar = need_of("530100", texts=OTHER_PROBLEM)
    like("need", needs[0], similar)
    page = client.get(f"/needs/{needs[0].pk}/").content.decode()
    assert "3 cities have this problem" in page
    assert page.count(f'href="{similar.get_absolute_url()}"') == 1
    assert "Similar needs" in page


def test_a_startup_reads_how_many_cities_have_the_need(needs, owner, startup, client):
    rescore_need(needs[0].pk)
    client.force_login(owner)
    page = client.get(reverse("matching:startup-needs", args=[startup.slug])).content.decode()
    assert "3 cities have this problem" in page


def test_similar_startups_stand_on_a_profile(startup, client):
    other = published_startup(slug="other", name={"en": "Otherlisten"})
    like("startup", startup, other)
    assert "Otherlisten" in client.get(startup.get_absolute_url()).content.decode()
    assert "Testlisten" in client.get(other.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_one_fellow_costs_what_three_cost(need, count, django_assert_num_queries):
    codes = ["510100", "530100", "440100"][:count]
    like("need", need, *(need_of(code) for code in codes), is_same=True)
    with django_assert_num_queries(5):
        assert joint_demand([need], VISITOR)[need.pk].count == count + 1


@pytest.mark.parametrize("count", [1, 3])
def test_one_similar_need_costs_what_three_cost(need, count, django_assert_num_queries):
    like("need", need, *(need_of(code) for code in ["510100", "530100", "440100"][:count]))
    with django_assert_num_queries(6):
        assert len(similar_needs(need, VISITOR)) == count


# --- what is compared -------------------------------------------------------------------------------------------------


def test_the_same_need_is_found_and_another_of_its_topic_is_not(need):
    same, other = need_of("510100"), need_of("530100", texts=OTHER_PROBLEM)
    compare("need")
    rows = Likeness.objects.filter(first=need.pk).values_list("second", "is_same")
    assert dict(rows)[same.pk] is True
    assert not dict(rows).get(other.pk, False)


def test_comparing_again_replaces(startup):
    other = published_startup(slug="other", name={"en": "Otherlisten"})
    for _ in range(2):
        compare("startup", only=startup.pk)
        assert [(row.first, row.second) for row in Likeness.objects.all()] == [(startup.pk, other.pk)]
    type(startup).objects.filter(pk=startup.pk).update(status="withdrawn")
    compare("startup", only=startup.pk)
    assert not Likeness.objects.exists()


@pytest.mark.parametrize(("file", "same"), [("same_needs.tsv", 15), ("same_needs_held.tsv", 14)])
def test_judged_pairs_are_told_apart(file, same):
    pairs = read_pairs(settings.BASE_DIR / "docs/judged" / file)
    assert ([pair.verdict for pair in pairs].count("same"), len(pairs)) == (same, 30)
    precision, recall = precision_and_recall(tell(pairs, current_corpus()))
    assert precision == 1
    assert recall >= 0.5


TOGETHER = [("W-LEAK-1", "W-LEAK-4"), ("W-LEAK-4", "W-LEAK-5"), ("T-EBIKE-1", "T-EBIKE-3"), ("H-AGE-2", "H-AGE-4")]


@pytest.mark.parametrize("keys", TOGETHER)
def test_the_demo_has_joint_demand_to_show(keys):
    documents = dict(need_documents())
    first, second = (documents[key] for key in keys)
    assert first["city"] != second["city"]
    texts = [SimpleNamespace(**document["texts"]["en"]) for document in (first, second)]
    said = [f"{text.title}. {text.problem} {text.present} {text.target}" for text in texts]
    assert tell([JudgedPair("same", first["topics"][0], *said)], current_corpus())[0].is_same
