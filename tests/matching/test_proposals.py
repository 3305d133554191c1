import pytest

from matching.proposals import propose

pytestmark = pytest.mark.django_db

LEAK = "我市老城区公共供水管网漏损率约18%，暗漏平均58天才发现，抢修开挖五次有一次落空。"
URL = "/needs/proposal/"


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.post(URL, {"problem": LEAK}).url == f"/accounts/login/?next={URL}"


@pytest.mark.parametrize(
    ("text", "topic", "title"),
    [
        (LEAK, "W-LEAK", "老城区公共供水管网漏损率约18%"),
        ("目前，中心城区停车难，夜间车位缺口约8000个。", "T-PARK", "中心城区停车难"),
        ("We plan a lot. Old water mains leak unseen.", "W-LEAK", "Old water mains leak unseen"),
    ],
)
def test_title_and_topics_come_from_the_text(text, topic, title):
    found = propose(text)
    assert (found.topics[0].topic.code, found.title) == (topic, title)
    assert 1 <= len(found.topics) <= 3


def test_the_fragment_carries_what_one_click_takes(client, official):
    client.force_login(official)
    html = client.post(URL, {"problem": LEAK}).content.decode()
    assert 'name="proposed_topics"' in html
    assert 'name="proposed_title"' in html


@pytest.mark.parametrize("text", ["", "\x00", "x" * 6_001])
def test_of_nothing_nothing_is_proposed(client, official, text):
    client.force_login(official)
    assert "proposed_" not in client.post(URL, {"problem": text}).content.decode()
