"""What the coach's points say to the writer, each with an example of how to mend it. Made when shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cities.coach import Point


@dataclass(frozen=True)
class Advice:
    """`example` shows a mended sentence; "" where only the writer can know it."""

    point: Point
    sentence: str
    example: str

    @property
    def is_grave(self) -> bool:
        return self.point is Point.SECRECY


def advice(points: Iterable[Point]) -> list[Advice]:
    said = _said()
    return [Advice(point, *said[point]) for point in points]


def _said() -> dict[Point, tuple[str, str]]:
    return {
        Point.SECRECY: (
            _("The text looks like a paper with a secrecy marking. Take it out: only what is public may stand here."),
            "",
        ),
        Point.NO_NUMBER: (
            _("A figure is missing. How often, how many, how long, what does it cost today?"),
            _("For example: instead of “leakage is serious”, “leakage is 18 per cent, leaks are found after 58 days”."),
        ),
        Point.PRODUCT: (
            _("This names a product. Say what goes wrong without it: then others than its maker can answer too."),
            _("For example: instead of “buy a leak monitoring system”, “leaks are found after 58 days on average”."),
        ),
        Point.NO_PROBLEM: (
            _("This says what is aimed at, not yet what goes wrong. Who is held up by what, and where?"),
            _("For example: instead of “improve services”, “at night one call in five goes unanswered”."),
        ),
        Point.NO_DATE: (
            _("By when should it be better? A day lets startups judge whether they can."),
            _("For example: “down to 12 per cent by the end of 2027”."),
        ),
        Point.TWO_PROBLEMS: (
            _("These look like two problems. Write a need for each: every startup answers one."),
            _("Keep the first here; after saving, “Copy the need” makes a second need for the other one."),
        ),
        Point.TOO_SHORT: (
            _("A little short. Two or three sentences more: where, since when, what has been tried."),
            _("For example: “cast-iron pipes from the 1980s in the old town; listening rods were tried, in vain”."),
        ),
    }
