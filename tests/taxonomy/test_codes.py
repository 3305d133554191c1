"""Code lists, the field that holds a code, its form field and its template filters."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.migrations.writer import MigrationWriter
from django.forms import modelform_factory
from django.template import Context, Template
from django.test.utils import isolate_apps
from django.utils.translation import override

from taxonomy import codes
from taxonomy.fields import CodeField
from taxonomy.forms import CodeMultipleChoiceField
from taxonomy.models import Code
from taxonomy.reference import read_files
from taxonomy.services import load_taxonomy

STAGE_ERROR = "“DREAM” is not a code of the list need_stage. It may be one of: IDEA, PILOT."


@pytest.fixture
def loaded(small, db):
    load_taxonomy(small.path)


@pytest.fixture
def wish():
    """A model with code fields, known to this test alone."""
    with isolate_apps("taxonomy"):

        class Wish(models.Model):
            stage = CodeField("need_stage")
            unit = CodeField("kpi_unit", blank=False)
            stages = ArrayField(CodeField("need_stage"), default=list, blank=True)

            class Meta:
                app_label = "taxonomy"

        yield Wish


def retire_idea():
    Code.objects.filter(code="IDEA").update(is_retired=True)
    codes.forget()


def test_display_in_the_readers_language(loaded, wish):
    row = wish(stage="PILOT")
    shown = []
    for language in ("en", "zh-hans", "he"):
        with override(language):
            shown.append(row.get_stage_display())
    assert shown == ["Calling for a pilot", "征集试点", "קול קורא"]


def test_display_of_nothing_of_a_retired_and_of_an_unknown_code(loaded, wish):
    retire_idea()
    assert [wish(stage=code).get_stage_display() for code in ("", "IDEA", "DREAM")] == ["", "Early idea", "DREAM"]


def test_labels_cost_one_query_however_many(loaded, wish, django_assert_num_queries):
    with django_assert_num_queries(1):
        shown = [wish(stage=code, unit="PERCENT").get_stage_display() for code in ("IDEA", "PILOT", "IDEA")]
    assert shown == ["Early idea", "Calling for a pilot", "Early idea"]


def test_an_unknown_code_is_looked_for_once_more(loaded, django_assert_num_queries):
    codes.label("need_stage", "IDEA")
    Code.objects.create(list="need_stage", code="DREAM", name_en="A dream", name_zh="梦想")
    with django_assert_num_queries(1):
        assert codes.label("need_stage", "DREAM") == "A dream"


def test_validation_names_the_code_and_what_is_allowed(loaded, wish):
    with pytest.raises(ValidationError) as error:
        wish(stage="DREAM", unit="", stages=["PILOT", "DREAM"]).full_clean()
    assert error.value.message_dict == {
        "stage": [STAGE_ERROR],
        "unit": ["This field cannot be blank."],
        "stages": [f"Item 2 in the array did not validate: {STAGE_ERROR}"],
    }


def test_a_row_with_a_retired_code_can_still_be_saved(loaded, wish):
    retire_idea()
    wish(stage="IDEA", unit="PERCENT").full_clean()
    form = modelform_factory(wish, fields=["stage"])({"stage": "IDEA"}, instance=wish(stage="IDEA", unit="PERCENT"))
    assert form.is_valid()


def test_a_form_offers_the_current_codes_in_the_readers_language(loaded, wish):
    retire_idea()
    form = modelform_factory(wish, fields=["stage", "unit"])
    with override("zh-hans"):
        assert list(form()["stage"].field.choices)[1:] == [("PILOT", "征集试点")]
    with override("en"):
        assert list(form()["stage"].field.choices) == [("", "not stated"), ("PILOT", "Calling for a pilot")]
        assert list(form()["unit"].field.choices) == [("", "please choose"), ("PERCENT", "per cent")]


def test_a_form_shows_the_retired_code_that_the_row_holds(loaded, wish):
    retire_idea()
    form = modelform_factory(wish, fields=["stage"])(instance=wish(stage="IDEA"))
    assert '<option value="IDEA" selected>Early idea</option>' in str(form["stage"])
    assert "IDEA" not in str(modelform_factory(wish, fields=["stage"])()["stage"])


def test_a_form_refuses_an_unknown_code(loaded, wish):
    form = modelform_factory(wish, fields=["stage"])({"stage": "DREAM"})
    assert form.errors["stage"] == ["Select a valid choice. DREAM is not one of the available choices."]


def test_several_codes_of_a_list(loaded):
    field = CodeMultipleChoiceField(list_name="need_stage", required=False)
    assert field.clean(["PILOT", "IDEA"]) == ["PILOT", "IDEA"]
    with pytest.raises(ValidationError):
        field.clean(["DREAM"])


def test_a_field_reads_no_database_to_be_declared_copied_and_migrated(wish):
    """No `db` here: a query would fail."""
    stage = wish._meta.get_field("stage")
    assert stage.clone().deconstruct()[1:] == (
        "taxonomy.fields.CodeField",
        [],
        {"max_length": 40, "blank": True, "list_name": "need_stage"},
    )
    assert MigrationWriter.serialize(wish._meta.get_field("unit"))[0] == (
        "taxonomy.fields.CodeField(blank=False, list_name='kpi_unit', max_length=40)"
    )
    modelform_factory(wish, fields=["stage", "unit"])()


def test_every_code_field_of_the_project_names_a_list_that_exists():
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    fields += [field.base_field for field in fields if isinstance(field, ArrayField)]
    named = {field.list_name for field in fields if isinstance(field, CodeField)}
    assert named - set(read_files().code_lists) == set()


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('{{ stage|code_label:"need_stage" }}', "征集试点"),
        ('{{ stage|code_note:"need_stage" }}', "先行试用"),
        ('{{ stages|code_labels:"need_stage"|join:"、" }}', "初步想法、征集试点"),
        ('{{ nothing|code_label:"need_stage" }}{{ nothing|code_labels:"need_stage"|join:"" }}', ""),
    ],
)
def test_template_filters(loaded, template, text):
    with override("zh-hans"):
        context = Context({"stage": "PILOT", "stages": ["IDEA", "PILOT"], "nothing": None})
        assert Template("{% load taxonomy %}" + template).render(context) == text


def test_data_of_a_code(loaded):
    assert codes.data("kpi_unit", "PERCENT") == {"symbol": "%"}
    assert codes.data("kpi_unit", "") == {}


def test_a_unit_behind_a_number(db):
    shown = []
    for language in ("en", "zh-hans", "he"):
        with override(language):
            shown.append([codes.unit(code) for code in ("PERCENT", "DAY", "COUNT", "COUNT_YEAR", "")])
    assert shown == [["%", "days", "", "per year", ""], ["%", "天", "", "次/年", ""], ["%", "ימים", "", "לשנה", ""]]
