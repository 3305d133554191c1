"""Scenario lists as cities publish them become drafts of the department that was chosen."""

from datetime import date
from pathlib import Path

import pytest

from cities.models import Department, Need
from desk.importing.files import read_file, read_paste
from desk.importing.scenarios import amount_in, day_in, meanings_of
from desk.importing.sending import begin_scenarios, confirm
from desk.importing.services import write
from tests.desk.importing.sheets import outcomes, worked

LISTS = Path(__file__).with_name("lists")
PLACE = {"city": "130400", "kind": "WATER", "name_zh": "邯郸市水务局"}


def table_of(name):
    if "paste" in name:
        return read_paste((LISTS / name).read_text(encoding="utf-8"))
    with (LISTS / name).open("rb") as file:
        return read_file(file, name, fills_merged=True)


def drafted(name, curator, **meanings):
    """The list as it ends when a curator corrects the columns named in `meanings` and confirms the others."""
    job = begin_scenarios(name, table_of(name), PLACE, curator)
    columns = [meanings.get(heading, meaning) for heading, meaning in zip(job.headings, job.columns, strict=True)]
    assert confirm(job, columns)
    worked(job)
    assert write(job)
    return worked(job)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027年底", date(2027, 12, 31)),
        ("2026年6月", date(2026, 6, 30)),
        ("2027-02-28", date(2027, 2, 28)),
        ("2027年上半年", date(2027, 6, 30)),
        ("2026年3月至2027年2月", date(2027, 2, 28)),
        ("长期", None),
        ("2027年13月", None),
    ],
)
def test_times_are_read_to_their_last_day(text, day):
    assert day_in(text) == day


@pytest.mark.parametrize(
    ("text", "amount"),
    [("300万元", 3_000_000), ("约1.2亿元", 120_000_000), ("50,000", 50_000), ("面议", None), ("300万元以上", None)],
)
def test_amounts_are_read_or_left_as_they_are(text, amount):
    assert amount_in(text) == amount


def test_columns_are_known_by_their_headings():
    headings = "序号 领域 场景名称 需求单位 场景描述 拟解决问题 预期指标 完成时间 投资额（万元） 联系人 联系电话"
    assert meanings_of(headings.split()) == [
        "", "note", "title", "unit", "problem", "to_solve", "target", "by", "budget", "contact_name", "contact_phone",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "count", "first", "last"),
    [
        ("wps_merged.xlsx", 5, "老城区供水管网漏损精准定位", "下穿道路积水预警"),
        ("word_document.docx", 3, "餐厨垃圾AI识别分类", "社区助餐点餐量预测"),
        ("word_paste.html", 2, "餐厨垃圾AI识别分类", "环卫车辆路线优化"),
        ("word_paste.txt", 2, "餐厨垃圾AI识别分类", "环卫车辆路线优化"),
        ("web_paste.html", 3, "森林火情早期识别", "社区助餐点餐量预测"),
        ("gb18030.csv", 1, "㐂泉社区独居老人跌倒识别", "㐂泉社区独居老人跌倒识别"),
    ],
)
def test_a_list_becomes_drafts_and_a_second_run_changes_nothing(name, count, first, last, curator):
    assert [outcome for _number, outcome in outcomes(drafted(name, curator))] == ["new"] * count
    needs = list(Need.objects.order_by("pk").values("pk", "status", "draft__document", "draft_version"))

    again = drafted(name, curator)

    titles = [need["draft__document"]["texts"]["zh"]["title"] for need in needs]
    assert (titles[0], titles[-1], {need["status"] for need in needs}) == (first, last, {"draft"})
    assert [outcome for _number, outcome in outcomes(again)] == ["unchanged"] * count
    assert list(Need.objects.order_by("pk").values("pk", "status", "draft__document", "draft_version")) == needs


@pytest.mark.django_db
def test_what_a_row_says_stands_in_its_draft(curator):
    drafted("wps_merged.xlsx", curator)

    document = Need.objects.earliest("pk").draft.document
    assert document["texts"]["zh"] == {
        "title": "老城区供水管网漏损精准定位",
        "problem": "老城区供水管网使用超过三十年，暗漏难以发现，夜间最小流量居高不下。\n"
        "漏点定位误差大，开挖一处平均要找三天。\n需求单位：市水务局\n领域：城市水务",
        "present": "管网漏损率18%",
        "target": "管网漏损率降至12%",
    }
    assert document["kpis"] == [
        {"indicator": {"zh": "管网漏损率"}, "unit": "PERCENT", "baseline": "18", "target": "12", "by": "2027-12-31"}
    ]
    assert (document["budget_cny"], document["budget_band"]) == (3_000_000, "TO_4M")
    assert document["contact"] == {"name": "王工", "phone": "0310-0000001"}
    assert (document["city"], document["department"]["name"]["zh"]) == ("130400", "邯郸市水务局")


@pytest.mark.django_db
def test_a_unit_that_is_a_department_of_the_city_gets_its_own_drafts(curator):
    transport = Department.objects.create(city_id="130400", kind_id="TRANS", name_zh="市交通运输局")

    drafted("wps_merged.xlsx", curator)

    assert Need.objects.filter(department=transport).count() == 2
    assert Need.objects.filter(department__name_zh="邯郸市水务局").count() == 3


@pytest.mark.django_db
def test_titles_sections_and_repeated_headings_of_a_long_list_are_left_out(curator):
    job = begin_scenarios("titles_400.xlsx", table_of("titles_400.xlsx"), PLACE, curator)
    assert (job.heading_row, job.headings[1], job.columns) == (
        5, "项目名称", ["", "title", "unit", "problem", "to_solve", "target", "by", "note"],
    )  # fmt: skip

    assert confirm(job, job.columns)

    assert job.rows.count() == 400
    assert (job.rows.earliest("number").cells[1], job.rows.latest("number").cells[1]) == (
        "雨水口晴天排水监测（1号）", "供水管网漏损监测（400号）",
    )  # fmt: skip


@pytest.mark.django_db
def test_nothing_is_written_before_a_curator_has_confirmed(curator):
    job = worked(begin_scenarios("wps_merged.xlsx", table_of("wps_merged.xlsx"), PLACE, curator))
    assert (job.state, Need.objects.count(), Department.objects.count()) == ("matching", 0, 0)
