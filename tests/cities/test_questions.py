"""Questions about a need: who may ask, who answers, who reads what, and what is never told."""

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from cities import clarification
from cities.models import Official, Question, QuestionReport
from cities.services import withdraw
from listings.reports import report
from tests.listings import published_need
from tests.people import person

pytestmark = pytest.mark.django_db

WORDS, ANSWER = "Which pipe materials are in the network?", "主要为铸铁管，少量PE管。"
API = "/api/v1/questions/"


@pytest.fixture
def question(need, owner) -> Question:
    return clarification.ask(need, WORDS, owner)


@pytest.fixture
def answered(question, official) -> Question:
    return clarification.answer(question, ANSWER, official, over_version=0)


@pytest.fixture
def colleague(department) -> User:
    user = person("colleague@city.example", full_name="Colleague")
    Official.objects.create(department=department, user=user)
    return user


def page_of(need) -> str:
    return f"/needs/{need.pk}/"


def ask_at(need) -> str:
    return f"{page_of(need)}questions/ask/"


def answer_at(question) -> str:
    return f"/needs/{question.need_id}/questions/{question.pk}/answer/"


def said(client: Client, need) -> list[bool]:
    """Whether the page shows the question, and its answer."""
    page = client.get(page_of(need)).content.decode()
    return [WORDS in page, ANSWER in page]


# Who may not ----------------------------------------------------------------------------------------------------------


def test_nobody_asks_about_a_need_they_may_not_read(client, outsider):
    secret = published_need(visibility="matched")
    client.force_login(outsider)
    hidden, absent = client.post(ask_at(secret), {"words": WORDS}), client.post("/needs/999999/questions/ask/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert client.post(API, {"need": secret.pk, "words": WORDS}).status_code == 404
    assert not Question.objects.exists()


@pytest.mark.parametrize("who", ["official", "curator"])
def test_nobody_asks_about_a_need_of_their_own(client, request, need, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(ask_at(need), {"words": WORDS}).status_code == 404
    assert client.get(page_of(need)).context["clarification"].form is None


def test_a_closed_need_takes_no_questions(client, need, owner, official):
    withdraw(need, official)
    client.force_login(owner)
    assert client.post(ask_at(need), {"words": WORDS}).status_code == 404


@pytest.mark.parametrize("who", ["owner", "outsider", "curator"])
def test_only_the_departments_officials_answer(client, request, question, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(answer_at(question), {"answer": ANSWER, "version": 0}).status_code == 404
    assert (
        client.put(
            f"{API}{question.pk}/answer/", {"answer": ANSWER, "over_version": 0}, content_type="application/json"
        ).status_code
        == 404
    )
    question.refresh_from_db()
    assert question.answer == ""


def test_an_answer_belongs_to_its_own_need(client, official, question):
    client.force_login(official)
    address = f"/needs/{question.need_id + 1}/questions/{question.pk}/answer/"
    assert client.post(address, {"answer": ANSWER, "version": 0}).status_code == 404


@pytest.mark.parametrize("verb", ["", "block/", "unblock/", "reports/dismiss/"])
@pytest.mark.parametrize("who", ["owner", "official"])
def test_only_curators_see_who_asked_and_block(client, request, answered, who, verb):
    client.force_login(request.getfixturevalue(who))
    address = f"/desk/questions/{answered.pk}/{verb}"
    assert (client.post(address, {"reason": "x"}) if verb else client.get(address)).status_code == 404


# Who reads what -------------------------------------------------------------------------------------------------------


def test_until_it_is_answered_its_asker_and_the_department_read_it(client, need, question, owner, official, outsider):
    assert said(client, need) == [False, False]
    for user, reads in ((outsider, False), (owner, True), (official, True)):
        client.force_login(user)
        assert said(client, need) == [reads, False], user


def test_what_is_answered_everybody_reads_who_reads_the_need(client, need, answered, outsider):
    assert said(client, need) == [True, True]
    type(need).objects.update(visibility="matched")
    client.force_login(outsider)
    assert client.get(page_of(need)).status_code == 404
    assert client.get(API).json()["results"] == []
    assert client.get(f"{API}{answered.pk}/").status_code == 404


@pytest.mark.parametrize("who", [None, "official", "outsider"])
def test_who_asked_and_who_answered_is_told_to_nobody(client, request, need, answered, who):
    User.objects.filter(pk=answered.asked_by_id).update(full_name="PRIVATE-asker")
    User.objects.filter(pk=answered.answered_by_id).update(full_name="PRIVATE-answerer" if who != "official" else "Me")
    if who:
        client.force_login(request.getfixturevalue(who))
    for path in (page_of(need), API, f"{API}{answered.pk}/"):
        answer = client.get(path).content.decode()
        assert [word for word in ("PRIVATE", "owner@startup", "Testlisten") if word in answer] == []


def test_a_blocked_question_is_read_by_its_asker_only(client, need, answered, owner, official, outsider, curator):
    clarification.block(answered, "Names a person.", curator)
    for user in (official, outsider):
        client.force_login(user)
        assert said(client, need) == [False, False]
    client.force_login(owner)
    assert "Names a person." in client.get(page_of(need)).content.decode()
    clarification.unblock(answered)
    client.logout()
    assert said(client, need) == [True, True]


# Asking and answering -------------------------------------------------------------------------------------------------


def test_a_question_is_asked_once_however_often_it_is_sent(client, need, owner):
    client.force_login(owner)
    sent = [client.post(ask_at(need), {"words": WORDS}) for _twice in range(2)]
    asked = Question.objects.get()
    assert [answer.url for answer in sent] == [f"/needs/{need.pk}/#question-{asked.pk}"] * 2


def test_many_questions_wait_for_answers_first(client, need, owner):
    client.force_login(owner)
    for number in range(clarification.MOST_WAITING):
        client.post(ask_at(need), {"words": f"{WORDS} {number}"})
    refused = client.post(ask_at(need), {"words": WORDS})
    assert (refused.status_code, WORDS in refused.content.decode()) == (422, True), "nothing typed is lost"
    refused = client.post(API, {"need": need.pk, "words": WORDS})
    assert refused.json() == {"words": ["5 of your questions wait for an answer here already."]}


@pytest.mark.parametrize("words", ["", " ", "\u200b", "x" * 1_001], ids=["nothing", "blank", "invisible", "endless"])
def test_what_is_no_question_comes_back(client, need, owner, words):
    client.force_login(owner)
    refused = client.post(ask_at(need), {"words": words})
    assert (refused.status_code, refused.context["clarification"].form.errors.keys()) == (422, {"words"})


def test_an_answer_is_published_and_can_be_put_in_other_words(client, need, question, official):
    client.force_login(official)
    assert client.post(answer_at(question), {"answer": ANSWER, "version": 0}).url == question.get_absolute_url()
    client.post(answer_at(question), {"answer": "PE", "version": 1})
    question.refresh_from_db()
    assert (question.answer, question.answer_version, question.answered_by) == ("PE", 2, official)


def test_of_two_who_answer_at_once_the_second_sees_both(client, question, official, colleague):
    clarification.answer(question, "PE", colleague, over_version=0)
    client.force_login(official)
    meanwhile = client.post(answer_at(question), {"answer": ANSWER, "version": 0, "question": question.pk})
    page = meanwhile.content.decode()
    assert (meanwhile.status_code, "PE" in page, ANSWER in page) == (409, True, True)
    [shown] = meanwhile.context["clarification"].questions
    client.post(answer_at(question), {"answer": ANSWER, "version": shown.form["version"].value()})
    question.refresh_from_db()
    assert question.answer == ANSWER


@pytest.mark.parametrize(("who", "fields"), [("owner", {"words": WORDS}), ("official", {"answer": ANSWER})])
def test_what_was_written_when_the_session_ended_waits_on_the_page(client, request, need, question, who, fields):
    Question.objects.exclude(pk=question.pk).delete()
    address = ask_at(need) if who == "owner" else answer_at(question)
    typed = {"words": "Another one?"} if who == "owner" else fields | {"version": 0, "question": question.pk}
    assert client.post(address, typed).url == f"/accounts/login/?next=/needs/{need.pk}/"
    client.force_login(request.getfixturevalue(who))
    page = client.get(page_of(need)).content.decode()
    assert (typed.get("words") or ANSWER) in page


# Mails ----------------------------------------------------------------------------------------------------------------


def test_the_department_and_then_the_asker_are_told_and_nothing_is_said(
    need, owner, official, outsider, settings, django_capture_on_commit_callbacks
):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    with django_capture_on_commit_callbacks(execute=True):
        asked = clarification.ask(need, WORDS, owner)
    with django_capture_on_commit_callbacks(execute=True):
        clarification.answer(asked, ANSWER, official, over_version=0)
        clarification.answer(asked, "PE", official, over_version=1)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["official@city.example"], mail.outbox[0].subject),
        (["owner@startup.example"], f"Your question about need no. {need.pk} was answered"),
    ]
    assert f"/zh-hans/needs/{need.pk}/#question-{asked.pk}" in mail.outbox[0].body
    text = " ".join(letter.subject + letter.body for letter in mail.outbox)
    assert [word for word in (WORDS, ANSWER, need.title, "Owner", "Official") if word in text] == []


# Reports, the desk, the API -------------------------------------------------------------------------------------------


def test_a_reported_question_waits_on_the_desk_until_it_is_blocked(client, need, answered, outsider, curator):
    client.force_login(outsider)
    client.post(f"{page_of(need)}questions/{answered.pk}/report/", {"reason": "not_for_readers", "words": "A name."})
    client.force_login(curator)
    [item] = [item for item in client.get("/desk/").context["today"].items if "questions" in item.url]
    page = client.get(item.url).content.decode()
    assert [word for word in (WORDS, ANSWER, "A name.", "Owner", "Outsider") if word not in page] == []
    assert client.post(f"{item.url}block/", {"reason": ""}).status_code == 200
    client.post(f"{item.url}block/", {"reason": "Names a person."})
    assert QuestionReport.objects.get().outcome == "blocked"
    assert "questions" not in str([item.url for item in client.get("/desk/").context["today"].items])


def test_a_question_in_which_nothing_is_wrong_stays(client, answered, outsider, curator):
    report(answered, "wrong", "", outsider)
    client.force_login(curator)
    client.post(f"/desk/questions/{answered.pk}/reports/dismiss/")
    answered.refresh_from_db()
    assert (QuestionReport.objects.get().outcome, answered.blocked_at) == ("dismissed", None)


def test_programs_ask_answer_and_block_as_people_do(client, need, owner, official, curator):
    client.force_login(owner)
    asked = client.post(API, {"need": need.pk, "words": WORDS})
    assert (asked.status_code, asked.json()["is_own"]) == (201, True)
    address = f"{API}{asked.json()['id']}/"
    client.force_login(official)
    for version, status in ((0, 200), (0, 409)):
        answer = client.put(
            f"{address}answer/", {"answer": f"{ANSWER}{status}", "over_version": version}, "application/json"
        )
        assert (answer.status_code, answer.json()["answer"]) == (status, f"{ANSWER}200")
    client.force_login(curator)
    review = f"/api/v1/review/questions/{asked.json()['id']}/"
    assert client.get(review).json()["asked_by"] == "Owner"
    assert client.post(f"{review}block/", {"reason": "No."}).json()["why_blocked"] == "No."
    client.logout()
    assert client.get(API).json()["count"] == 0
    client.force_login(curator)
    client.post(f"{review}unblock/")
    client.logout()
    assert [row["words"] for row in client.get(API, {"need": need.pk, "is_answered": "true"}).json()["results"]] == [
        WORDS
    ]
    assert client.get(API, {"is_answered": "false"}).json()["count"] == 0


# Lists ----------------------------------------------------------------------------------------------------------------


def test_the_department_sees_which_need_is_asked_about(client, need, question, official):
    client.force_login(official)
    assert "1 question waits for your answer" in client.get("/departments/").content.decode()
    clarification.answer(question, ANSWER, official, over_version=0)
    assert "question waits" not in client.get("/departments/").content.decode()


def test_questions_cost_the_same_for_one_and_for_three(client, need, answered, official, django_assert_num_queries):
    client.force_login(official)
    client.get(page_of(need))
    for number in range(3):
        with django_assert_num_queries(19):
            client.get(page_of(need))
        with django_assert_num_queries(4):
            assert client.get(API).json()["count"] == number + 1
        asked = clarification.ask(need, f"{WORDS} {number}", person(f"asker{number}@startup.example"))
        clarification.answer(asked, ANSWER, official, over_version=0)
