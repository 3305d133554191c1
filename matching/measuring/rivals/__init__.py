"""The same search done the other ways, on the dense columns of the same tables: who is how much slower, and as exact?

    question = Question(needs, startups, k=80)                  # (n, d), (m, d) float32; our (n, k) best rows
    for rival in RIVALS: compare(rival, question, ours)         # a Result each; Missing where its library is

Every rival gets the matrices ready made and, where it wants one, its index built; only the search is timed, as ours is.
Slow ones answer as many needs as ``seconds`` allow; the time for all is reckoned from these, and the result says so.
Libraries come from requirements-bench.txt, which neither the product nor its tests need.
"""

from .comparing import RIVALS, Result, compare
from .kernels import kernels
from .optional import MissingLibraryError
from .question import Answer, Question

__all__ = ["RIVALS", "Answer", "MissingLibraryError", "Question", "Result", "compare", "kernels"]
