"""Title and topics for a paragraph about a problem, as a form offers them to its writer. Nothing of it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from cities.coach import headline
from cities.models import MOST_TOPICS
from matching.corpus import current_corpus
from matching.inference import infer_topics
from taxonomy.models import Topic


@dataclass(frozen=True)
class ProposedTopic:
    """`words`: those of the text that led to it."""

    topic: Topic
    words: Sequence[str]


@dataclass(frozen=True)
class Proposal:
    """`topics`: the likeliest first, none where the text tells too little."""

    title: str
    topics: Sequence[ProposedTopic]


def propose(text: str) -> Proposal:
    sure = [found for found in infer_topics(text, current_corpus(), most=MOST_TOPICS) if found.is_sure]
    topics = Topic.objects.current().in_bulk([found.code for found in sure])
    proposed = [ProposedTopic(topics[found.code], found.words) for found in sure if found.code in topics]
    return Proposal(headline(text), proposed)
