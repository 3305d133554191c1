"""One row of a chart that is a table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """`figure` as it is read, `percent` as the bar is long."""

    label: str
    figure: str
    percent: float
