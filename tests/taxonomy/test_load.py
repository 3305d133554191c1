import threading

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from taxonomy import codes
from taxonomy.models import Affinity, Caution, Code, DepartmentKind, Domain, Sector, Technology, Topic
from taxonomy.reference import read_taxonomy
from taxonomy.services import load_taxonomy, vocabulary
from taxonomy.sync import lock_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_vocabulary")]


def counts(report):
    return report.created, report.updated, report.retired, report.unchanged


def test_the_shipped_vocabulary_arrives_whole(reference):
    models = (Sector, Technology, Domain, Topic, Affinity, Caution, DepartmentKind, Code)
    assert [model.objects.count() for model in models] == [17, 119, 12, 78, 484, 17, 50, 228]
    assert counts(reference) == (1005, 0, 0, 0)
    assert Technology.cautions.through.objects.count() == 57
    assert list(Technology.objects.get(code="AVI-CUAS").cautions.values_list("code", flat=True)) == [
        "israel_defence_export_control",
        "china_police_only",
    ]


def test_a_second_load_writes_nothing(reference):
    with CaptureQueriesContext(connection) as queries:
        report = load_taxonomy()
    assert counts(report) == (0, 0, 0, 1005)
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_the_report_in_lines(small):
    assert load_taxonomy(small.path).lines() == [
        "departments: 2 created, 0 updated, 0 retired, 0 unchanged",
        "cautions: 2 created, 0 updated, 0 retired, 0 unchanged",
        "sectors: 1 created, 0 updated, 0 retired, 0 unchanged",
        "technologies: 2 created, 0 updated, 0 retired, 0 unchanged",
        "domains: 1 created, 0 updated, 0 retired, 0 unchanged",
        "topics: 2 created, 0 updated, 0 retired, 0 unchanged",
        "affinities: 3 created, 0 updated, 0 retired, 0 unchanged",
        "codes: 3 created, 0 updated, 0 retired, 0 unchanged",
    ]


def test_a_changed_name_updates_one_row(small):
    load_taxonomy(small.path)
    small.change("sectors.yaml", "en: Leak detection", "en: Finding leaks")
    assert counts(load_taxonomy(small.path)) == (0, 1, 0, 15)
    assert Technology.objects.get(code="WAT-LEAK").name_en == "Finding leaks"


def test_changed_cautions_count_as_an_update_of_the_technology(small):
    load_taxonomy(small.path)
    small.change("sectors.yaml", "cautions: [nmpa]", "cautions: [defence]")
    report = load_taxonomy(small.path)
    assert report.changes["technologies"].updated == {("WAT-LEAK",)}
    assert list(Technology.objects.get(code="WAT-LEAK").cautions.values_list("code", flat=True)) == ["defence"]


def test_a_weight_that_is_gone_is_deleted(small):
    load_taxonomy(small.path)
    small.change("sectors.yaml", "{W-LEAK: 1.0, W-SAFE: 0.4}", "{W-LEAK: 0.8}")
    assert counts(load_taxonomy(small.path)) == (0, 1, 1, 14)
    assert list(Affinity.objects.values_list("technology", "topic", "weight")) == [
        ("WAT-QUAL", "W-SAFE", 0.9),
        ("WAT-LEAK", "W-LEAK", 0.8),
    ]


def without_leak_detection(small):
    text = (small.path / "sectors.yaml").read_text(encoding="utf-8")
    before, rest = text.split("  - code: WAT-LEAK")
    small.write("sectors.yaml", before + "  - code: WAT-QUAL" + rest.split("  - code: WAT-QUAL")[1])


def test_an_entry_that_left_its_file_is_retired_and_keeps_its_cautions(small):
    load_taxonomy(small.path)
    without_leak_detection(small)
    report = load_taxonomy(small.path)
    assert report.changes["technologies"].retired == {("WAT-LEAK",)}
    assert list(Technology.objects.current().values_list("code", flat=True)) == ["WAT-QUAL"]
    leak = Technology.objects.get(code="WAT-LEAK")
    assert (leak.is_retired, leak.name_en) == (True, "Leak detection")
    assert list(leak.cautions.values_list("code", flat=True)) == ["nmpa"]


def test_a_retired_entry_that_comes_back_is_current_again(small):
    load_taxonomy(small.path)
    without_leak_detection(small)
    load_taxonomy(small.path)
    small.restore("sectors.yaml")
    report = load_taxonomy(small.path)
    assert ("WAT-LEAK",) in report.changes["technologies"].updated
    assert list(Technology.objects.current().values_list("code", flat=True)) == ["WAT-LEAK", "WAT-QUAL"]
    assert counts(load_taxonomy(small.path)) == (0, 0, 0, 16)


def test_an_entry_may_be_retired_in_its_file(small):
    load_taxonomy(small.path)
    small.change("codes.yaml", "he: רעיון ראשוני}", "he: רעיון ראשוני, retired: true}")
    assert load_taxonomy(small.path).changes["codes"].retired == {("need_stage", "IDEA")}
    assert [code.code for code in codes.current("need_stage")] == ["PILOT"]


def test_the_plain_vocabulary_of_the_database_is_that_of_the_files(small):
    small.change("sectors.yaml", "    solves: {W-SAFE: 0.9}", "    solves: {W-SAFE: 0.9}\n    retired: true")
    load_taxonomy(small.path)
    assert vocabulary() == read_taxonomy(small.path)
    assert vocabulary().affinity == ((1.0,), (0.4,))


def test_the_shipped_vocabulary_reads_the_same_from_both(reference, django_assert_num_queries):
    with django_assert_num_queries(8):
        loaded = vocabulary()
    assert loaded == read_taxonomy()


@pytest.mark.django_db(transaction=True)
def test_a_second_load_waits_for_the_first(small):
    refused = []

    def load_beside():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            load_taxonomy(small.path)
        except OperationalError as error:
            refused.append(str(error).splitlines()[0])
        finally:
            connection.close()

    with transaction.atomic():
        lock_reference()
        beside = threading.Thread(target=load_beside)
        beside.start()
        beside.join()
    assert refused == ["canceling statement due to lock timeout"]
