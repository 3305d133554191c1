"""What is left of a text once official preamble and a website's boilerplate are out."""

import pytest

from language.scripts import narrow
from language.subject import subject

PROBLEM = narrow("全市老旧供水管网320公里，漏损率18%，暗漏平均58天才发现。")


@pytest.mark.parametrize(
    "preamble",
    [
        "为深入贯彻落实党中央、国务院决策部署，全面推进节水型城市建设，坚持以人民为中心的发展思想，现就有关需求公布如下。",
        "经市政府常务会议研究同意，根据《关于加强公共供水管网漏损控制的通知》精神，现面向社会公开征集解决方案。",
        "申报单位应具有独立法人资格，逾期不予受理。",
    ],
)
def test_preamble_goes_and_the_problem_stays(preamble):
    assert subject(preamble + PROBLEM) == PROBLEM


def test_where_preamble_and_problem_share_a_sentence_its_clauses_go():
    assert subject("按照省政府有关通知要求，" + PROBLEM) == PROBLEM


@pytest.mark.parametrize(
    "text",
    [
        PROBLEM,
        "数据报送靠手工，日常监督检查人手不足。",
        "按照监测数据给出治理方案。",
        "Leaks in old mains are found weeks late. We want sensors.",
        "Pipes leak. 管网漏损。\n1. 第一点\n2. 第二点",
        "",
    ],
)
def test_what_speaks_of_a_subject_stays_as_it_is(text):
    assert subject(text) == narrow(text)


def test_a_text_of_nothing_but_preamble_is_read_after_all():
    text = "为全面贯彻落实党的二十大精神，推动高质量发展。"
    assert subject(text) == narrow(text)


def test_the_boilerplate_of_a_site_goes():
    site = "We use cookies to improve your visit. Acoustic sensors find leaks. Contact us. © 2024. All rights reserved."
    assert subject(site).split() == ["Acoustic", "sensors", "find", "leaks."]


def test_traditional_characters_are_read_as_simplified_ones():
    assert subject("供水管網漏損率高，後期維護難") == "供水管网漏损率高,后期维护难"
    assert subject("著名景区客流大，晟淼桩不足") == "著名景区客流大,晟淼桩不足"


@pytest.mark.parametrize(
    "stuffing",
    [
        "leak detection, NRW, water loss, DMA, district metering, acoustic sensor, AMI, pressure, pipes, mains.",
        "漏损检测、管网漏损、漏损率、产销差、分区计量、听漏、压力调控、卫星探漏、暗漏、爆管、DMA。",
        "leak detection leak detection water loss water loss smart meter smart meter pipe network AI IoT sensor",
    ],
)
def test_recited_keywords_go(stuffing):
    assert subject(PROBLEM + stuffing) == PROBLEM


def test_a_list_within_a_sentence_stays():
    text = "We measure pressure, flow, noise, chlorine, turbidity, pH, level, rain, power and heat in one box."
    assert subject(text) == text


def test_what_is_said_twice_is_read_once():
    assert subject(PROBLEM * 3) == PROBLEM
