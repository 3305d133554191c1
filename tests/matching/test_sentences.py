import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from cities.models import Kpi
from matching import engine
from matching.engine import PARTS
from matching.explaining.gap_sentences import GapLine, gap_lines, most_important
from matching.explaining.reason_sentences import reasons
from matching.explaining.sentences import PART_LABELS, band_meaning, runs, solves
from taxonomy.models import Technology, Topic
from tests.listings import PROFILE, published_need, published_startup
from tests.matching.paired import paired

pytestmark = pytest.mark.django_db
STRONG, LOOK, FIELD = engine.Band.STRONG, engine.Band.WORTH_A_LOOK, engine.Band.SAME_FIELD


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def terms():
    return {**Technology.objects.in_bulk(), **Topic.objects.in_bulk()}


def lines_of(need, startup, by_points=STRONG):
    return gap_lines(paired(need, startup), by_points)


def requirement(kind, hard, value=""):
    return {"requirements": [{"kind": kind, "hard": hard, "value": value}]}


# --- reasons ----------------------------------------------------------------------------------------------------------


def test_reasons_are_sentences_with_facts_of_the_profile(need, startup, terms):
    year = startup.deployments.get().since
    assert reasons(paired(need, startup), terms) == (
        "Leak detection and network loss control is made for this kind of problem (Reducing water-network leakage): "
        "“Acoustic sensors that find pipe leaks within two metres”.",
        "Wanted: network leakage rate 12% (today 18%). Reached already: 9.8% (before: 17.6%) – a city in East China, "
        "3-5 million people.",
        f"In use in China: a city in East China, 3-5 million people, since {year} (Deployment in China).",
        "Its advantage in figures: “Cut network leakage from 17.6 % to 9.8 % in fourteen months”.",
        "TRL 9 (Proven in operation) is enough for the stage of this need: Calling for a pilot.",
        "A pilot costs CNY 300,000 to 450,000 and fits the budget of the need: CNY 300,000 to under 1 million. "
        "It takes 12 weeks. The city brings: Pilot site.",
    )


def test_chinese_readers_get_the_chinese_texts_of_the_profile(need, startup, terms):
    with translation.override("zh-hans"):
        told = " ".join(reasons(paired(need, startup), terms))
    for fact in ("供水管网漏损检测与控制", "管网漏损率", "华东某市（300万至500万人）", "17.6%降至9.8%"):
        assert fact in told


def test_what_is_not_in_the_profile_makes_no_reason(need, terms):
    bare = published_startup(
        slug="bare", deployments=[], pilot={}, trl=None, presence="", materials_in_chinese="", data_in_china=""
    )
    assert len(reasons(paired(need, bare), terms)) == 3  # its technology, its advantage, the shared terms


def test_china_is_told_with_numbers_or_interfaces_only(need, terms):
    without = published_startup(slug="without", deployments=[], pilot={}, trl=None)
    within = published_startup(slug="within", deployments=[], pilot={}, trl=None, interfaces=["MQTT", "REST"])
    assert not any("Ready for China" in reason for reason in reasons(paired(need, without), terms))
    assert (
        "Ready for China: Own company in China (WFOE), Documents in Chinese available, Runs on the customer's "
        "premises. Interfaces: MQTT, REST." in reasons(paired(need, within), terms)
    )


def test_units_and_years_are_counted(need, terms):
    one = published_startup(slug="one", units_in_operation=1, years_in_operation=1)
    many = published_startup(slug="many", units_in_operation=54_000, years_in_operation=6)
    assert any("1 unit in operation. In operation for 1 year." in said for said in reasons(paired(need, one), terms))
    assert any("54,000 units in operation. In operation for 6 years." in r for r in reasons(paired(need, many), terms))


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({}, True),
        ({"unit": "COUNT_YEAR"}, False),  # totals compare with nothing elsewhere
        ({"after": 21}, False),  # the wrong direction
        ({"indicator": {"en": "complaints answered in time", "zh": "按时答复率"}}, False),
        ({"before": None}, False),
    ],
)
def test_a_kpi_is_answered_by_a_deployment_that_moved_the_same(need, terms, change, is_told):
    startup = published_startup(deployments=[PROFILE["deployments"][0] | change])
    Kpi.objects.filter(need=need).update(unit=change.get("unit", "PERCENT"))
    assert any(reason.startswith("Wanted:") for reason in reasons(paired(need, startup), terms)) is is_told


# --- the lines of the short card --------------------------------------------------------------------------------------


def test_runs_tells_place_year_scale_and_number(need, startup):
    assert runs(paired(need, startup)) == (
        f"In use since {startup.deployments.get().since}: a city in East China, 3-5 million people. "
        "Scale: 420 km of mains. Result: network leakage rate from 17.6% to 9.8%."
    )


def test_runs_adds_the_size_where_the_place_does_not_tell(need):
    deployment = {"place": {"en": "a port in Northern Europe"}, "country": "NL", "population_band": "P05_1"}
    startup = published_startup(deployments=[deployment])
    assert runs(paired(need, startup)) == "In use: a port in Northern Europe (0.5–1 million people)."


def test_runs_says_that_nothing_runs(need):
    assert runs(paired(need, published_startup(deployments=[]))) == (
        "No deployment stated; technology readiness level TRL 9."
    )
    assert runs(paired(need, published_startup(slug="two", deployments=[], trl=None))) == "No deployment stated."


def test_solves_names_the_technologies_where_the_headline_is_foreign(startup):
    assert solves(startup) == "Acoustic sensors that find pipe leaks within two metres"
    with translation.override("he"):
        assert solves(startup).startswith("איתור דליפות וצמצום פחת מים ברשת")


def test_every_part_of_the_engine_has_a_name():
    assert PART_LABELS.keys() == set(PARTS)


def test_a_band_tells_its_observed_rate():
    told = band_meaning(LOOK, STRONG, LOOK)
    assert told == (
        "Of 100 suggestions as strong as this one about 10 fitted: 158 of 1540 for 56 trial needs,"
        " as people judged them."
    )


@pytest.mark.parametrize(("band", "cause"), [(LOOK, "a must-have"), (FIELD, "a rule on its technology")])
def test_a_capped_band_tells_why(band, cause):
    assert f"By its points it would stand higher; {cause}" in band_meaning(band, band, STRONG)


# --- gaps -------------------------------------------------------------------------------------------------------------


def test_met_requirements_are_told_with_what_the_profile_says(need, startup):
    lines = lines_of(need, startup)
    assert lines == (
        GapLine("met", "Met: Data stays in China. The profile says: Runs on the customer's premises."),
        GapLine("met", "Met: TRL 7 at least. The profile says: TRL 9."),
    )
    assert most_important(lines, paired(need, startup)) == "Nothing that was asked for is missing."


def test_a_stated_no_on_a_must_have_blocks():
    need = published_need(**requirement("CERTIFICATE", True, "CCC"))
    startup = published_startup(certificates=[{"kind": "CCC", "answer": "LACKS"}])
    said = "locked by a must-have: China Compulsory Certification (CCC). The profile says: Do not have it."
    assert lines_of(need, startup)[0] == GapLine("blocked", f"Good fit, b{said}")
    assert lines_of(need, startup, FIELD)[0] == GapLine("blocked", f"B{said}")


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        (None, "Ask whether the company has this certificate."),
        ("UNKNOWN", "Ask whether the company has this certificate."),
        ("IN_WORK", "The company says that it is in work: ask when it will be there."),
        ("NOT_NEEDED", "The company says that it is not needed: ask on what grounds."),
    ],
)
def test_an_open_certificate_is_a_question(answer, question):
    need = published_need(**requirement("CERTIFICATE", True, "SRRC"))
    startup = published_startup(certificates=[{"kind": "SRRC", "answer": answer}] if answer else [])
    sentence = f"Must-have, not settled by the profile: Radio type approval (SRRC). {question}"
    assert lines_of(need, startup)[0] == GapLine("question", sentence)


@pytest.mark.parametrize(
    ("kind", "value", "silence"),
    [
        ("TRL", "7", {"trl": None}),
        ("MLPS", "3", {}),
        ("DATA_IN_CHINA", "", {"data_in_china": ""}),
        ("PRESENCE", "", {"presence": ""}),
        ("MATERIALS_ZH", "", {"materials_in_chinese": ""}),
        ("MADE_IN_CHINA", "", {"production": ""}),
        ("REFERENCE_CHINA", "", {"deployments": []}),
    ],
)
def test_each_kind_of_requirement_has_its_question(kind, value, silence):
    need = published_need(**requirement(kind, False, value))
    line = lines_of(need, published_startup(**silence))[0]
    assert line.status == "question"
    assert re.fullmatch(r"Wish, not settled by the profile: .+\. Ask .+\.", line.sentence)


def test_a_reference_in_china_is_told_by_its_place(startup):
    line = lines_of(published_need(**requirement("REFERENCE_CHINA", True)), startup)[0]
    assert line.sentence == ("Met: Reference in China. The profile says: a city in East China, 3-5 million people.")


def test_a_wish_that_is_not_met_is_missing():
    need = published_need(**requirement("PRESENCE", False))
    line = lines_of(need, published_startup(presence="NONE"))[0]
    assert line == GapLine("missing", "A wish is not met: Presence in China. The profile says: No Chinese partner yet.")


def test_what_speaks_against_it_is_missing_too(need):
    startup = published_startup(trl=4, pilot={"cost_low": 1_200_000, "cost_high": 1_600_000}, presence="NONE")
    against = [line.sentence for line in lines_of(published_need(requirements=[]), startup)]
    assert against == [
        "TRL 4 (Validated in the laboratory) is early for the stage of this need: Calling for a pilot.",
        "A pilot costs CNY 1,200,000 to 1,600,000, more than the budget of the need: CNY 300,000 to under 1 million.",
        "What makes it harder in China: No Chinese partner yet.",
    ]


def test_without_gaps_the_line_names_what_the_profile_leaves_unsaid():
    need = published_need(requirements=[])
    silent = published_startup(pilot={}, production="")
    assert most_important(lines_of(need, silent), paired(need, silent)) == (
        "Not stated in the profile: the price of a pilot, where it is made."
    )
    full = published_startup(slug="full")
    assert most_important(lines_of(need, full), paired(need, full)) == "The profile leaves nothing important open."
