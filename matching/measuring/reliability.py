"""The reliability picture: what the bands say, and what was observed at each score, as one SVG file."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from django.template.loader import render_to_string

from matching import engine
from matching.measuring.calibration import Bin, Rate

WIDTH, HEIGHT = 720, 400
LEFT, TOP, RIGHT, BOTTOM = 60, 24, 24, 52
TICKS = (0, 20, 40, 60, 80, 100)


def picture(bins: Sequence[Bin], found: Mapping[engine.Band, Rate]) -> str:
    """Dots: share that fitted, with its interval, by points. Steps: the share that each band states."""
    per_point = engine.CURRENT.points_per_unit
    first, last = engine.CURRENT.floor, max([engine.CURRENT.strong, *(own.mean for own in bins)]) + 1
    across = (WIDTH - LEFT - RIGHT) / (last - first)
    up = HEIGHT - TOP - BOTTOM

    def x(score: float) -> float:
        return round(LEFT + (score - first) * across, 1)

    def y(share: float) -> float:
        return round(TOP + (1 - share) * up, 1)

    return render_to_string(
        "matching/reliability.svg",
        {
            "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "bottom": HEIGHT - BOTTOM,
            "top": TOP, "version": engine.CURRENT.version,
            "ticks": [(y(tick / 100), tick) for tick in TICKS],
            "dots": [
                {
                    "x": x(own.mean), "y": y(own.rate.share), "low": y(own.rate.low), "high": y(own.rate.high),
                    "pairs": own.rate.pairs, "below": HEIGHT - BOTTOM + 18, "points": round(own.mean * per_point),
                    "label": y(own.rate.high) - 6,
                }
                for own in bins
            ],
            "steps": [
                {
                    "x": x(start), "end": x(end), "y": y(found[band].share), "share": round(100 * found[band].share),
                    "name": band.name.replace("_", " ").lower(), "middle": (x(start) + x(end)) / 2,
                }
                for band, start, end in _spans(last)
            ],
        },
    )  # fmt: skip


def _spans(last: float) -> Iterator[tuple[engine.Band, float, float]]:
    edges = [engine.CURRENT.floor, engine.CURRENT.worth_a_look, engine.CURRENT.strong, last]
    for band, (start, end) in zip(sorted(engine.OBSERVED), pairwise(edges), strict=True):
        yield band, start, end
