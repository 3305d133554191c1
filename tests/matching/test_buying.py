from collections.abc import Iterator

import pytest
from django.utils import translation

from matching.explaining.buying import how_to_buy
from tests.listings import published_need, published_startup

pytestmark = pytest.mark.django_db
OPERATOR = {"kind": "WATER_CO", "operator": True, "name": {"zh": "邯郸市供水公司", "en": "Handan Water Company"}}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_bureau_buys_a_domestic_product(need, startup):
    assert how_to_buy(startup, need) == (
        "Made in China, says the profile: if it meets the standard for domestic products, 20 per cent is taken off its "
        "price where it competes with foreign products (from 2026-01-01, 国办发〔2025〕34号).",
        "Buyer: a bureau of the city, which buys with fiscal money by the rules for government procurement.",
        "Route named in the need: Below-threshold purchase. About this route: Small pilots; local rules.",
    )


@pytest.mark.parametrize(("production", "made"), [("ISRAEL", "Made in Israel"), ("ELSEWHERE", "Made elsewhere")])
def test_imported_goods_need_approval(need, production, made):
    line = how_to_buy(published_startup(production=production), need)[0]
    assert line == (
        f"{made}, says the profile: buying imported goods with fiscal money needs the approval of the finance "
        "department first (Measures of 2007, 财库〔2007〕119号), and domestic competitors get 20 per cent off their "
        "price (from 2026-01-01, 国办发〔2025〕34号)."
    )


def test_an_unknown_origin_is_a_question_with_both_rules(need):
    line = how_to_buy(published_startup(production=""), need)[0]
    assert line.startswith("Where it is made is not stated: ask.")
    assert "财库〔2007〕119号" in line
    assert "国办发〔2025〕34号" in line


@pytest.mark.parametrize(
    ("production", "line"),
    [
        ("CHINA", "Made in China, says the profile."),
        ("ISRAEL", "Made in Israel, says the profile: ask whether the operator has rules on imported goods."),
        ("", "Where it is made is not stated: ask, should the operator have rules on imported goods."),
    ],
)
def test_an_operator_buys_by_its_own_rules(production, line):
    need = published_need(department=OPERATOR, route="UNKNOWN")
    assert how_to_buy(published_startup(production=production), need) == (
        line,
        "Buyer: a city-owned operator, which buys by its own rules.",
        "The need names no route yet; likely: Purchase by a city-owned company. Budget and local threshold decide.",
    )


@pytest.mark.parametrize(
    ("budget_band", "stage", "routes"),
    [
        ("TO_300K", "PILOT", "Below-threshold purchase"),
        ("TO_1M", "PILOT", "Below-threshold purchase, Competitive consultation"),
        ("TO_4M", "TENDER", "Competitive consultation, Open tender"),
        ("FROM_10M", "PLAN", "Open tender"),
        ("UNDISCLOSED", "IDEA", "Scenario or opportunity list (open call, pilot)"),
    ],
)
def test_a_route_is_derived_from_budget_and_stage(startup, budget_band, stage, routes):
    need = published_need(route="UNKNOWN", budget_band=budget_band, stage=stage)
    assert how_to_buy(startup, need)[2] == (
        f"The need names no route yet; likely: {routes}. Budget and local threshold decide."
    )


def test_where_nothing_is_known_no_route_is_guessed(startup):
    need = published_need(route="", budget_band="UNDISCLOSED", stage="PLAN")
    assert how_to_buy(startup, need)[2] == "The need names no route yet; budget and local threshold decide."


def test_a_product_not_yet_on_the_market_may_be_bought_cooperatively(need):
    line = (
        "TRL 5: for a product that is not on the market yet, cooperative innovation procurement may fit (in force "
        "since 2024-06-01, 财库〔2024〕13号)."
    )
    assert how_to_buy(published_startup(trl=5), need)[-1] == line
    assert line not in how_to_buy(published_startup(slug="operators", trl=5), published_need(department=OPERATOR))


def test_a_pasted_text_names_no_buyer(startup):
    assert how_to_buy(startup, None)[1:] == (
        "Who buys decides: a bureau by the rules for fiscal money, a city-owned operator by its own.",
        "A pilot costs CNY 300,000 to 450,000. It takes 12 weeks.",
    )
