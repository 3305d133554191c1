"""Who is shown, and how often: no small group of names takes every first place.

Points and parts are nobody's business here. Among candidates of a need whose scores are nearly equal, new and small
companies get a floor of first pages, and whoever stands among the first three of very many needs makes room. Each
startup has one nudge for a night, at most half of a margin up or down, so two candidates change zones of a list only
where their scores are nearer than the margin of that zone.

``nudging`` (the nudges from a run's lists; numpy only), ``storing`` (their rows, and the facts they need),
``distribution`` (how unequal exposure is, with and without), ``auditing`` (the same of the stored lists, by sector),
``cost`` (what it costs on judged data), ``telling`` (what a card says of its place).
"""
