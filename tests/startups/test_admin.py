import pytest
from django.contrib.auth.models import Permission

from listings.models import Status
from matching.models import Match
from startups.models import Member, Startup, StartupText
from startups.services import withdraw
from taxonomy import codes
from tests.admin_forms import as_shown, one_more
from tests.listings import PROFILE, drafted, published_startup
from tests.people import person

pytestmark = pytest.mark.django_db

LIST = "/admin/startups/startup/"
DRAFTS = "/admin/startups/profiledraft/"


def page_of(startup: Startup) -> str:
    return f"{LIST}{startup.pk}/change/"


def act(client, action: str, *startups: Startup) -> list[str]:
    """Carry the action out on these rows; what the next page says."""
    sent = {"action": action, "_selected_action": [startup.pk for startup in startups]}
    return [str(message) for message in client.post(LIST, sent, follow=True).context["messages"]]


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.mark.parametrize("name", ["owner", "outsider"])
def test_nobody_else_acts_on_listings(client, request, startup, name):
    client.force_login(request.getfixturevalue(name))
    client.post(LIST, {"action": "withdraw", "_selected_action": [startup.pk]})
    startup.refresh_from_db()
    assert startup.status == Status.PUBLISHED


def test_staff_who_may_only_look_cannot_act(client, startup):
    clerk = person("clerk@platform.example", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_startup"))
    client.force_login(clerk)
    assert act(client, "withdraw", startup) == []
    assert list(Startup.objects.listed()) == [startup]


def test_a_save_of_a_live_profile_is_live_at_once(desk, startup):
    before = startup.revision
    sent = as_shown(desk.get(page_of(startup))) | {"texts-0-headline": "Zebrafish in the pipe", "home_city": "Haifa"}
    desk.post(page_of(startup), sent)
    startup.refresh_from_db()
    assert (startup.home_city, startup.revision) == ("Haifa", before + 1)
    assert list(Startup.objects.search_words("zebrafish haifa")) == [startup]


def test_a_save_that_changes_only_a_row_raises_the_revision_too(desk, startup):
    before = startup.revision
    sent = as_shown(desk.get(page_of(startup))) | {"certificates-0-number": "TEST-2"}
    desk.post(page_of(startup), sent)
    startup.refresh_from_db()
    assert (startup.certificates.get().number, startup.revision) == ("TEST-2", before + 1)


def test_a_save_queues_one_rescoring(desk, startup, django_capture_on_commit_callbacks):
    sent = as_shown(desk.get(page_of(startup)))
    with django_capture_on_commit_callbacks() as callbacks:
        desk.post(page_of(startup), sent)
    assert len(callbacks) == 1


def test_a_save_leaves_what_others_computed_meanwhile(desk, startup):
    sent = as_shown(desk.get(page_of(startup)))
    Startup.objects.update(scored_revision=7, source="written by an import meanwhile")
    desk.post(page_of(startup), sent | {"source": "", "scored_revision": 0, "revision": 0, "status": "draft"})
    startup.refresh_from_db()
    assert (startup.scored_revision, startup.revision, startup.status) == (7, 2, Status.PUBLISHED)


def test_a_save_that_would_leave_a_live_profile_incomplete_writes_nothing(desk, startup):
    chinese = list(startup.texts.order_by("pk")).index(startup.texts.get(language="zh"))
    sent = as_shown(desk.get(page_of(startup))) | {f"texts-{chinese}-DELETE": "on", "home_city": "typed"}
    page = desk.post(page_of(startup), sent)
    assert page.context["adminform"].form.non_field_errors() == [
        "texts: A profile needs headline, problem and advantage in English and in Chinese; missing: Chinese."
    ]
    assert page.context["adminform"].form["home_city"].value() == "typed"
    startup.refresh_from_db()
    assert (startup.home_city, startup.texts.count(), startup.revision) == ("", 2, 1)


def test_what_is_not_live_may_be_incomplete(desk, startup):
    withdraw(startup)
    sent = as_shown(desk.get(page_of(startup))) | {"technology_rows-0-DELETE": "on", "technology_rows-1-DELETE": "on"}
    desk.post(page_of(startup), sent)
    assert startup.technologies.count() == 0


def test_a_new_profile_is_a_draft_and_its_first_text_the_source(desk):
    sent = as_shown(desk.get(f"{LIST}add/")) | {"name": "New", "slug": "new"}
    desk.post(f"{LIST}add/", one_more(sent, "texts", language="en", headline="Something new", origin="person"))
    startup = Startup.objects.get(slug="new")
    assert (startup.status, startup.texts.get().is_source, startup.revision) == (Status.DRAFT, True, 1)


def test_a_save_beside_a_draft_says_what_the_draft_would_undo(desk, startup):
    drafted(startup)
    page = desk.post(page_of(startup), as_shown(desk.get(page_of(startup))), follow=True)
    assert [str(message) for message in page.context["messages"] if message.level_tag == "warning"] == [
        "There is a draft from before this change. Publishing it would undo the change."
    ]


def test_codes_of_a_list_are_ticked_by_name(desk, startup):
    sent = as_shown(desk.get(page_of(startup))) | {"cooperation": ["PILOT", "SALE"]}
    desk.post(page_of(startup), sent)
    startup.refresh_from_db()
    assert startup.cooperation == ["PILOT", "SALE"]


def test_members_are_named_by_address(desk, startup, outsider):
    sent = as_shown(desk.get(page_of(startup)))
    page = desk.post(page_of(startup), one_more(sent, "members", user="nobody@nowhere.example", role="owner"))
    assert page.context["inline_admin_formsets"][-1].formset.errors == [
        {"user": ["Nobody has an account with this e-mail address."]}
    ]
    desk.post(page_of(startup), one_more(sent, "members", user=" Outsider@elsewhere.example ", role="editor"))
    assert Member.objects.filter(startup=startup).values_list("user", "role").get() == (outsider.pk, "editor")
    assert as_shown(desk.get(page_of(startup)))["members-0-user"] == "outsider@elsewhere.example"


def test_publishing_reports_how_many_and_why_not(desk, startup):
    withdraw(startup)
    empty = Startup.objects.create(slug="empty", name="Empty")
    assert act(desk, "publish", startup, empty) == [
        "Empty – texts: A profile needs headline, problem and advantage in English and in Chinese; "
        "missing: English, Chinese.",
        "Empty – technologies: Name 1 to 5 technologies, the primary one first.",
        "1 published.",
    ]
    assert list(Startup.objects.listed()) == [startup]


def test_publishing_brings_the_draft_to_the_readers(desk, startup):
    drafted(startup, PROFILE | {"home_city": "Haifa"})
    assert act(desk, "publish", startup) == ["1 published."]
    assert Startup.objects.get().home_city == "Haifa"


def test_withdrawing(desk, startup):
    assert act(desk, "withdraw", startup) == ["1 withdrawn."]
    assert list(Startup.objects.listed()) == []


def test_matching_anew_makes_listed_rows_due(desk, startup, django_capture_on_commit_callbacks):
    hidden = withdraw(published_startup(slug="hidden"))
    Startup.objects.update(scored_revision=9, revision=9)
    with django_capture_on_commit_callbacks() as callbacks:
        assert act(desk, "rematch", startup, hidden) == ["1 to be matched anew."]
    assert (list(Startup.objects.due()), len(callbacks)) == ([startup], 1)


def test_a_profile_is_deleted_with_its_matches(desk, startup, need):
    Match.objects.create(need=need, startup=startup, need_rank=1, score=9, band=3, parts=[9])
    desk.post(f"{LIST}{startup.pk}/delete/", {"post": "yes"})
    assert (Startup.objects.count(), StartupText.objects.count(), Match.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("words", ["testlisten", "听测", "leaks within two metres"])
def test_profiles_are_found(desk, startup, words):
    texts = PROFILE["texts"] | {"en": PROFILE["texts"]["en"] | {"headline": "Other"}}
    published_startup(slug="other", name={"en": "Other"}, texts=texts, contact={})
    assert list(desk.get(LIST, {"q": words}).context["cl"].result_list) == [startup]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"presence": "WFOE"}, True),
        ({"presence": "NONE"}, False),
        ({"technologies__sector__code__exact": "WAT"}, True),
        ({"status__exact": "draft"}, False),
    ],
)
def test_filters(desk, startup, query, is_found):
    assert list(desk.get(LIST, query).context["cl"].result_list) == ([startup] if is_found else [])


def test_a_filter_names_codes_in_words(desk, startup):
    said = desk.get(LIST).content.decode()
    assert codes.label("china_presence", "WFOE") in said


def test_the_list_costs_the_same_for_one_and_for_three(desk, startup, django_assert_num_queries):
    codes.current("trl")
    with django_assert_num_queries(15):
        desk.get(LIST)
    for number in (2, 3):
        published_startup(slug=f"number-{number}")
    with django_assert_num_queries(15):
        assert len(desk.get(LIST).context["cl"].result_list) == 3


def test_a_draft_is_looked_at_or_thrown_away(desk, startup):
    draft = drafted(startup)
    assert list(desk.get(DRAFTS, {"q": "testlisten"}).context["cl"].result_list) == [draft]
    assert desk.get(f"{DRAFTS}add/").status_code == 403
    assert desk.post(f"{DRAFTS}{draft.pk}/change/", {"document": "{}"}).status_code == 403
    desk.post(f"{DRAFTS}{draft.pk}/delete/", {"post": "yes"})
    assert not hasattr(Startup.objects.get(), "draft")


def test_drafts_cost_the_same_for_one_and_for_three(desk, startup, django_assert_num_queries):
    drafted(startup)
    with django_assert_num_queries(9):
        desk.get(DRAFTS)
    for number in (2, 3):
        drafted(published_startup(slug=f"number-{number}"))
    with django_assert_num_queries(9):
        assert len(desk.get(DRAFTS).context["cl"].result_list) == 3
