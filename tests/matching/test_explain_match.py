"""`manage.py explain_match`: the whole calculation of a pair, the same each time, and the same as the stored one."""

from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from cities.models import Need
from matching import engine
from matching.corpus import current_corpus
from matching.explaining.calculation import Calculation
from matching.models import Match, Run
from matching.services import rescore_need
from startups.models import Startup
from tests.listings import NEED, published_need

pytestmark = pytest.mark.django_db


def told(*arguments: object) -> str:
    out = StringIO()
    call_command("explain_match", *map(str, arguments), stdout=out)
    return out.getvalue()


def calculation(need: Need, startup: Startup) -> Calculation:
    rows = Need.objects.with_page().get(pk=need.pk), Startup.objects.with_profile().get(pk=startup.pk)
    return Calculation.of(*rows, current_corpus())


@pytest.fixture
def match(need, startup) -> Match:
    rescore_need(need.pk)
    return Match.objects.get()


def test_it_gives_the_stored_parts_and_the_same_lines_each_time(match, need, startup):
    found = calculation(need, startup)
    assert [part.part for part in found.parts] == pytest.approx(match.parts, abs=1e-6)
    assert (found.score, found.band) == (pytest.approx(match.score, abs=1e-6), match.band)
    lines = told(need.pk, startup.slug)
    assert lines == told(need.pk, startup.pk)
    assert "Stored: the same parts" in lines


def test_each_part_follows_from_its_terms_and_weights(need, startup):
    for part in calculation(need, startup).parts:
        weight = part.weight
        assert part.part == pytest.approx((part.product - weight.usual) * weight.scale, abs=1e-4), part.code
        if part.terms:
            assert sum(term.product for term in part.terms) == pytest.approx(part.product, abs=1e-6)


def test_both_sides_inputs_weights_and_versions_are_named(match, need, startup):
    lines = told(need.pk, startup.slug)
    for said in (
        "    WAT-LEAK: need ", "    leakag (idf ", "    PILOT: need 1.000000 x startup 1.000000 = 1.000000",
        "proof: (", ") x 0.6 / 1 = ", f"  snapshot: {current_corpus().snapshot.version}", "  need facts: ",
        f"points at {engine.CURRENT.points_per_unit:g} a unit", "  reference: ", "  glossaries: ",
    ):  # fmt: skip
        assert said in lines


def test_what_caps_a_band_is_named(startup):
    startup.certificates.create(kind="CCC", answer="LACKS")
    need = published_need(requirements=[*NEED["requirements"], {"kind": "CERTIFICATE", "value": "CCC", "hard": True}])
    assert "not above WORTH_A_LOOK: must-have CERTIFICATE:CCC: the profile says LACKS" in told(need.pk, startup.slug)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("999999", "testlisten"), "There is no need 999999."),
        (("leak", "testlisten"), "There is no need leak."),
        (("9" * 30, "testlisten"), "There is no need 9{30}."),
        (("{need}", "nobody"), "There is no startup nobody."),
        (("{need}", "testlisten", "--run=7777"), "There is no run 7777."),
    ],
)
def test_what_is_not_there_is_said(need, startup, arguments, error):
    with pytest.raises(CommandError, match=f"^{error}$"):
        told(*(argument.format(need=need.pk) for argument in arguments))


def test_a_run_of_other_versions_is_not_repeated(need, startup):
    same = Run.objects.create(versions=current_corpus().versions)
    assert told(need.pk, startup.slug, f"--run={same.pk}") == told(need.pk, startup.slug)
    other = Run.objects.create(versions=current_corpus().versions | {"weights": "0", "reference": "0"})
    with pytest.raises(
        CommandError, match=f"^Run {other.pk} cannot be repeated: changed since are reference, weights.$"
    ):
        told(need.pk, startup.slug, f"--run={other.pk}")


def test_equal_inputs_have_equal_hashes(need, startup):
    before = calculation(need, startup).inputs
    assert calculation(need, startup).inputs == before
    startup.trl = 5
    startup.save()
    after = calculation(need, startup).inputs
    assert [name for name in before if before[name] != after[name]] == ["startup facts"]


def test_the_points_of_all_parts_are_those_of_the_sum(need, startup):
    found = calculation(need, startup)
    assert sum(part.points for part in found.parts) == engine.points(np.array([found.score]))[0]
