"""The engine's kernels: ten seconds of compiling, which all workers and the sites that they start would do at once."""

from matching import engine
from tests.locks import one_at_a_time
from tests.matching.engine.world import World

NEEDS, STARTUPS = 4, 9


def compiled() -> None:
    """The first worker compiles them, whoever comes later reads them from where numba keeps them."""
    with one_at_a_time("kernels"):
        world = World(1)
        own = world.vocabulary, world.snapshot
        facts = [world.need(number) for number in range(NEEDS)], [world.startup(number) for number in range(STARTUPS)]
        needs = engine.build_needs(facts[0], _texts(world, NEEDS), *own)
        startups = engine.build_startups(facts[1], _texts(world, STARTUPS), *own)
        engine.rank(needs, startups, k=2)


def _texts(world: World, count: int) -> list[engine.TextFeatures]:
    return [world.text() for _ in range(count)]
