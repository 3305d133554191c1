"""Title and topics for a paragraph about a problem, as a form offers them to its writer. Nothing of it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cities.coach import headline
from cities.models import MOST_TOPICS
from matching import engine
from matching.corpus import current_corpus
from matching.gather import read_problem
from taxonomy.models import Topic

# Of the whole distribution over topics: what a topic needs to be proposed at all, and beside a better one.
LEAST_SHARE, LEAST_OF_BEST = 0.12, 0.45


@dataclass(frozen=True)
class Proposal:
    """`topics`: the likeliest first, none where the text tells too little."""

    title: str
    topics: Sequence[Topic]


def propose(text: str) -> Proposal:
    corpus = current_corpus()
    view = engine.view_need(engine.NeedFacts(id=0), read_problem(text, corpus), corpus.vocabulary)
    order = np.argsort(-view.topics, kind="stable")[:MOST_TOPICS]
    least = max(LEAST_SHARE, LEAST_OF_BEST * float(view.topics[order[0]]))
    codes = [corpus.vocabulary.topics[place] for place in order if view.topics[place] >= least]
    topics = Topic.objects.current().in_bulk(codes)
    return Proposal(headline(text), [topics[code] for code in codes if code in topics])
