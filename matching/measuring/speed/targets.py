"""What had to be reached, and whether it was."""

from dataclasses import dataclass

SMALL, MIDDLE, LARGEST = (1_000, 10_000), (3_000, 30_000), (10_000, 100_000)
SIZES = (SMALL, MIDDLE, LARGEST)


@dataclass(frozen=True)
class Target:
    """At most, or at least, this much."""

    limit: float
    is_least: bool = False

    def __str__(self) -> str:
        return f"at {'least' if self.is_least else 'most'} {self.limit:g}"

    def verdict(self, value: float) -> str:
        """In words; the factor is that by which the value would have to change."""
        factor = self.limit / value if self.is_least else value / self.limit
        return "met" if factor <= 1 else f"missed by factor {factor:.2f}"


def at_least(limit: float) -> Target:
    return Target(limit, is_least=True)


DENSE_ONE_WAY, ONE_WAY = Target(1.2), Target(1.7)
BOTH_WAYS = {MIDDLE: Target(3), LARGEST: Target(2.2)}
BOTH_WAYS_WARM = {MIDDLE: Target(3), LARGEST: Target(1.9)}
FAISS, RECALL = Target(1.15), at_least(1)
RIVALS = {
    "scikit-learn brute force": at_least(2),
    "matrix-vector loop": at_least(8),
    "pgvector exact": at_least(50),
    "loop over objects": at_least(200),
}
PEAK_MB = {LARGEST: Target(3_000)}
BULK_CREATE, UNCHANGED = at_least(20), Target(1.5)
EDIT_MS = Target(50)
