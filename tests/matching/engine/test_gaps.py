"""Must-haves and wishes, answered from the profile."""

import pytest

from matching.engine import DeploymentFacts, Gap, NeedFacts, RequirementFacts, StartupFacts, gaps


def status(kind, value, hard, **profile) -> tuple[str, str | None]:
    (gap,) = gaps(NeedFacts(1, requirements=(RequirementFacts(kind, value, hard),)), StartupFacts(1, **profile))
    return gap.status, gap.stated


IN_CHINA = (DeploymentFacts("IL", "LARGE", 2020, "DEPLOY_CITY"), DeploymentFacts("CN", "LARGE", 2021, "PILOT"))
YES = [
    ("TRL", "7", {"trl": 7}, "7"),
    ("MLPS", "3", {"mlps_level": 4}, "4"),
    ("CERTIFICATE", "CCC", {"certificates": {"CCC": "HAVE"}}, "HAVE"),
    ("DATA_IN_CHINA", None, {"data_in_china": "IN_CHINA"}, "IN_CHINA"),
    ("DATA_IN_CHINA", None, {"data_in_china": "ON_PREMISES"}, "ON_PREMISES"),
    ("PRESENCE", None, {"presence": "AGENT"}, "AGENT"),
    ("MATERIALS_ZH", None, {"materials_in_chinese": "AVAILABLE"}, "AVAILABLE"),
    ("MADE_IN_CHINA", None, {"production": "CHINA"}, "CHINA"),
    ("REFERENCE_CHINA", None, {"deployments": IN_CHINA}, "PILOT"),
]
NO = [
    ("TRL", "7", {"trl": 6}, "6"),
    ("MLPS", "3", {"mlps_level": 2}, "2"),
    ("CERTIFICATE", "CCC", {"certificates": {"CCC": "LACKS", "CE": "HAVE"}}, "LACKS"),
    ("DATA_IN_CHINA", None, {"data_in_china": "LEAVES"}, "LEAVES"),
    ("PRESENCE", None, {"presence": "NONE"}, "NONE"),
    ("MATERIALS_ZH", None, {"materials_in_chinese": "ABSENT"}, "ABSENT"),
    ("MADE_IN_CHINA", None, {"production": "ISRAEL"}, "ISRAEL"),
]
OPEN = [
    *((kind, value, {}, None) for kind, value, *_ in YES),
    ("CERTIFICATE", "CCC", {"certificates": {"CCC": "IN_WORK"}}, "IN_WORK"),
    ("CERTIFICATE", "CCC", {"certificates": {"CCC": "NOT_NEEDED"}}, "NOT_NEEDED"),
    ("CERTIFICATE", "CCC", {"certificates": {"CE": "HAVE"}}, None),
    ("REFERENCE_CHINA", None, {"deployments": IN_CHINA[:1]}, None),
]


@pytest.mark.parametrize(("kind", "value", "profile", "stated"), YES)
@pytest.mark.parametrize("hard", [True, False])
def test_a_yes_is_met(kind, value, hard, profile, stated):
    assert status(kind, value, hard, **profile) == ("met", stated)


@pytest.mark.parametrize(("kind", "value", "profile", "stated"), NO)
def test_a_no_blocks_a_must_have_and_is_missing_from_a_wish(kind, value, profile, stated):
    assert status(kind, value, True, **profile) == ("blocked", stated)
    assert status(kind, value, False, **profile) == ("missing", stated)


@pytest.mark.parametrize(("kind", "value", "profile", "stated"), OPEN)
@pytest.mark.parametrize("hard", [True, False])
def test_anything_else_is_a_question(kind, value, hard, profile, stated):
    assert status(kind, value, hard, **profile) == ("question", stated)


def test_what_blocks_comes_first_and_what_is_met_last():
    asked = ("MLPS", "3", False), ("PRESENCE", None, True), ("TRL", "7", True), ("MATERIALS_ZH", None, True)
    need = NeedFacts(1, requirements=tuple(RequirementFacts(*each) for each in asked))
    startup = StartupFacts(1, trl=5, mlps_level=1, presence="WFOE")
    assert gaps(need, startup) == [
        Gap("TRL", "7", True, "blocked", "5"),
        Gap("MATERIALS_ZH", None, True, "question", None),
        Gap("MLPS", "3", False, "missing", "1"),
        Gap("PRESENCE", None, True, "met", "WFOE"),
    ]


def test_what_is_asked_for_comes_before_what_is_wished_and_the_hardest_to_cure_first():
    asked = ("MATERIALS_ZH", None, True), ("TRL", "7", False), ("CERTIFICATE", "CCC", True), ("MLPS", "3", False)
    need = NeedFacts(1, requirements=tuple(RequirementFacts(*each) for each in asked))
    kinds = [(gap.kind, gap.status.value) for gap in gaps(need, StartupFacts(1, mlps_level=1))]
    assert kinds == [
        ("CERTIFICATE", "question"),
        ("MATERIALS_ZH", "question"),
        ("MLPS", "missing"),
        ("TRL", "question"),
    ]


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError, match="COLOUR"):
        status("COLOUR", None, True)
