from datetime import date
from pathlib import Path

import pytest
import yaml

from cities.coach import Point, Told, advise

TODAY = date(2026, 11, 28)
FEWEST_RIGHT = 27
LEAK = "老城区供水管网漏损严重，暗漏难以发现，群众反映水压不足，抢修常常白挖，希望能够及时发现漏点。"


def drafts(name: str) -> list[dict]:
    return yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def advice(**told) -> list[Point]:
    return list(advise(Told(**told), TODAY))


def wrong(name: str) -> dict[str, list[str]]:
    said = {
        draft["about"]: (advice(**{key: draft[key] for key in draft if key not in ("about", "says")}), draft["says"])
        for draft in drafts(name)
    }
    return {about: points for about, (points, expected) in said.items() if set(points) != set(expected)}


def test_the_coach_is_right_on_nearly_all_drafts():
    assert len(drafts("coach_drafts.yaml")) == 30
    assert 30 - len(missed := wrong("coach_drafts.yaml")) >= FEWEST_RIGHT, missed


def test_it_stays_right_on_drafts_written_later():
    assert wrong("coach_later_drafts.yaml") == {}


def test_an_empty_draft_is_not_judged():
    assert advice(problem="  \n") == []


def test_two_things_at_most_and_the_most_helpful_first():
    assert advice(problem="管网漏水。") == [Point.NO_NUMBER, Point.NO_DATE]


def test_figures_and_date_of_their_own_fields_count():
    assert advice(problem=LEAK, present="漏损率18%") == [Point.NO_DATE]
    assert advice(problem=LEAK, present="漏损率18%", by=date(2027, 12, 31)) == []


@pytest.mark.parametrize(
    ("words", "is_date"),
    [("2005年前建成的小区，", False), ("2025年底前未完成，", False), ("2026年底前，", True), ("半年内，", True)],
)
def test_a_year_that_is_over_is_no_deadline(words, is_date):
    assert (Point.NO_DATE in advice(problem=words + LEAK)) is not is_date


@pytest.mark.parametrize(
    ("hebrew", "expected"),
    [
        ("צינורות המים הישנים בעיר מאבדים הרבה מים והנזילות לא מתגלות בזמן", [Point.NO_NUMBER, Point.NO_DATE]),
        ("אנחנו מעוניינים לרכוש פלטפורמה חכמה לניהול העיר עם כל המודולים הקיימים", [Point.NO_NUMBER, Point.PRODUCT]),
    ],
)
def test_hebrew_is_read_too(hebrew, expected):
    assert advice(problem=hebrew) == expected
