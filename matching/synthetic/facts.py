"""One row of a block as the engine's facts."""

from datetime import date
from typing import Any, NamedTuple

from matching import engine

from .listings import Needs, Startups

# How often a city of this size has a need, beside one whose size is not known.
SIZES = {"P0_05": 1, "P05_1": 2, "P1_3": 4, "P3_5": 8, "P5_10": 14, "P10": 24}


class Place(NamedTuple):
    """A city by its division code, and the band of its population where known."""

    code: str
    band: str | None


class Lists(NamedTuple):
    """What places in a block stand for, and the day from which its days are counted back."""

    technologies: tuple[str, ...]
    topics: tuple[str, ...]
    cities: tuple[Place, ...]
    day: date


def startup(block: Startups, row: int, lists: Lists) -> engine.StartupFacts:
    own = {name: column[row] for name, column in block.columns.items()}
    low, high = pilot_cost(own)
    return engine.StartupFacts(
        id=block.first + row + 1,
        published=lists.day.toordinal() - own["days_listed"],
        technologies=tuple(lists.technologies[place] for place in block.tags.of(row)),
        trl=own["trl"],
        pilot_cost_low=low,
        pilot_cost_high=high,
        deployments=tuple(engine.DeploymentFacts(**deployment) for deployment in block.deployments.of(row)),
        presence=own["presence"],
        production=own["production"],
        materials_in_chinese=own["materials_in_chinese"],
        data_in_china=own["data_in_china"],
        mlps_level=own["mlps_level"],
        certificates=certificates(block, row),
        excluded_topics=frozenset(lists.topics[place] for place in block.refused_topics.of(row)),
        excluded_cities=frozenset(lists.cities[place].code for place in block.refused_cities.of(row)),
    )


def need(block: Needs, row: int, lists: Lists) -> engine.NeedFacts:
    own = {name: column[row] for name, column in block.columns.items()}
    city = lists.cities[block.cities[row]]
    return engine.NeedFacts(
        id=block.first + row + 1,
        published=lists.day.toordinal() - own["days_listed"],
        topics=tuple(lists.topics[place] for place in block.tags.of(row)),
        stage=own["stage"],
        budget_band=own["budget_band"],
        population_band=city.band,
        city=city.code,
        requirements=tuple(
            engine.RequirementFacts(kind, value or None, hard) for (kind, value), hard in requirements(block, row)
        ),
        excluded_technologies=frozenset(lists.technologies[place] for place in block.refused.of(row)),
    )


def pilot_cost(own: dict[str, Any]) -> tuple[int | None, int | None]:
    """From and to, in CNY; the upper end may be missing."""
    low, factor = own["pilot_cost_low"], own["pilot_cost_factor"]
    return low, int(low * factor) if low and factor else None


def certificates(block: Startups, row: int) -> dict[str, str]:
    """Kind -> answer; a kind that was drawn twice keeps its last answer."""
    return {drawn["kind"]: drawn["answer"] for drawn in block.certificates.of(row)}


def requirements(block: Needs, row: int) -> list[tuple[tuple[str, str], bool]]:
    """((kind, value), hard), each once, must-haves first."""
    once = {drawn["asked"]: drawn["hard"] for drawn in block.requirements.of(row)}
    return sorted(once.items(), key=lambda asked: not asked[1])
