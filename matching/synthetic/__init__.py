"""Generated listings for work at scale: any number of startups and needs from one seed, the same every time.

``SyntheticWorld(seed)`` draws them as the engine's facts and texts, without a database (`drawing`: numpy only);
``loading`` writes the same ones to the tables. Popular sectors are many times as popular as rare ones, texts are made
of the taxonomy's keywords, of engineering phrases and of general English after Zipf, lengths are log-normal, vectors
lie about each other as those of real texts do (``vectors``), and every structured field may be missing.

Nothing here is written by a person or stands for one: the rows are marked as demo and as synthetic.
"""

from .world import Population, SyntheticWorld

__all__ = ["Population", "SyntheticWorld"]
