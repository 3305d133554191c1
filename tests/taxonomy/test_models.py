import pytest
from django.utils.translation import override

from taxonomy.models import Caution, Code, DepartmentKind, Domain, Sector, Technology, Topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Leak detection and network loss control"),
        ("zh-hans", "供水管网漏损检测与控制"),
        ("he", "איתור דליפות וצמצום פחת מים ברשת"),
    ],
)
def test_a_name_in_the_readers_language(language, name):
    with override(language):
        assert Technology.objects.get(code="WAT-LEAK").name == name


def test_a_name_falls_back_to_english():
    with override("he"):
        assert str(Sector(code="NEW", name_en="New things", name_zh="新事物")) == "New things"


def test_other_texts_in_the_readers_language():
    with override("zh-hans"):
        assert Topic.objects.get(code="W-FLOOD").kpi == "内涝积水点消除数、退水时间"
        assert DepartmentKind.objects.get(code="GRID").role == "配电网、光伏储能和充电桩并网"
        assert Caution.objects.get(code="china_police_only").text == "无人机反制设备仅限依法授权的国家机关配备使用"
        assert Code.objects.get(list="procurement_route", code="SCENE").note == "先行试用，不承诺采购"
    with override("en"):
        assert Topic.objects.get(code="W-FLOOD").kpi == (
            "number of flooding points removed, time until the water has drained off"
        )


def test_sectors_come_in_the_order_of_the_file():
    assert " ".join(Sector.objects.values_list("code", flat=True)) == (
        "WAT ENV WST ENE EVB MOB IOT AIX ROB AVI CYB VRX MED BLD SAF GOV AGR"
    )


def test_sectors_with_their_current_technologies(django_assert_num_queries):
    Technology.objects.filter(code="WAT-IRRI").update(is_retired=True)
    with django_assert_num_queries(2):
        sizes = {sector.code: len(sector.technologies.all()) for sector in Sector.objects.with_technologies()}
    assert (sizes["WAT"], sizes["AGR"], sum(sizes.values())) == (10, 5, 118)


def test_domains_with_their_current_topics(django_assert_num_queries):
    Topic.objects.filter(code="W-DAM").update(is_retired=True)
    with django_assert_num_queries(2):
        sizes = {domain.code: len(domain.topics.all()) for domain in Domain.objects.with_topics()}
    assert (sizes["N-WAT"], sizes["N-LIV"], sum(sizes.values())) == (7, 6, 77)


def test_technologies_that_serve_a_topic():
    rows = Topic.objects.get(code="W-LEAK").affinities.values_list("technology", "weight")
    assert list(rows)[:2] == [("WAT-LEAK", 1.0), ("WAT-METER", 0.8)]
