from copy import deepcopy

import pytest

from cities.inputs import begun_with, read_inputs, write_inputs
from tests.listings import NEED

PARAGRAPH = "老城区公共供水管网漏损率约18%，暗漏平均58天才发现，抢修常常挖空。"


def written(document, **typed):
    return write_inputs(document, read_inputs(document) | typed)


def test_a_pasted_paragraph_begins_a_draft_for_matched_startups_with_the_city_hidden():
    assert begun_with(PARAGRAPH) == {
        "source_language": "zh",
        "texts": {"zh": {"problem": PARAGRAPH}},
        "stage": "STUDY",
        "expires": 180,
        "visibility": "matched",
        "city_hidden": True,
        "requirements": [],
        "kpis": [],
    }


def test_reading_and_writing_changes_nothing():
    assert written(deepcopy(NEED)) == NEED


def test_figures_as_they_are_said_become_a_kpi():
    document = written(begun_with(PARAGRAPH), present="漏损率约18%", target="12%以内", by="2027-12-31")
    assert document["kpis"] == [
        {"indicator": {"zh": "漏损率"}, "unit": "PERCENT", "baseline": "18", "target": "12", "by": "2027-12-31"}
    ]
    assert document["texts"]["zh"]["present"] == "漏损率约18%"


def test_a_bare_figure_is_named_as_the_paragraph_names_it():
    (kpi,) = written(begun_with(PARAGRAPH), present="18%", target="12%")["kpis"]
    assert kpi["indicator"] == {"zh": "老城区公共供水管网漏损率"}


def test_a_kpi_from_elsewhere_stays_until_its_sentences_change():
    assert written(deepcopy(NEED), budget_band="TO_4M")["kpis"] == NEED["kpis"]
    (kpi,) = written(deepcopy(NEED), target="降到10%")["kpis"]
    assert (kpi["baseline"], kpi["target"]) == ("18", "10")


def test_a_day_alone_is_kept():
    assert written(begun_with(PARAGRAPH), by="2027-12-31")["kpis"][0]["by"] == "2027-12-31"


def test_ticks_become_must_haves_and_wishes_stay():
    document = begun_with(PARAGRAPH) | {"requirements": [{"kind": "PRESENCE", "hard": False}]}
    assert written(document, must_haves=["DATA_IN_CHINA", "TRL:7", "CERTIFICATE:CCC"])["requirements"] == [
        {"kind": "DATA_IN_CHINA", "hard": True},
        {"kind": "TRL", "hard": True, "value": "7"},
        {"kind": "CERTIFICATE", "hard": True, "value": "CCC"},
        {"kind": "PRESENCE", "hard": False},
    ]


def test_a_wish_that_is_ticked_becomes_a_must_have():
    document = begun_with(PARAGRAPH) | {"requirements": [{"kind": "PRESENCE", "hard": False}]}
    assert written(document, must_haves=["PRESENCE"])["requirements"] == [{"kind": "PRESENCE", "hard": True}]


def test_another_band_takes_an_old_amount_away():
    document = deepcopy(NEED) | {"budget_cny": 800_000}
    assert written(document)["budget_cny"] == 800_000
    assert "budget_cny" not in written(document, budget_band="TO_4M")


def test_a_paragraph_in_another_language_moves_the_text():
    document = written(begun_with(PARAGRAPH), problem="Leaks stay unseen for 58 days.", present="58 days")
    assert (document["source_language"], set(document["texts"])) == ("en", {"en"})


@pytest.mark.parametrize("name", ["translated_title", "translated_problem"])
def test_the_wording_in_the_other_language_has_its_own_inputs(name):
    document = written(begun_with(PARAGRAPH), **{name: "Old mains leak"})
    assert read_inputs(document)[name] == "Old mains leak"
    assert set(written(document, **{name: ""})["texts"]) == {"zh"}
