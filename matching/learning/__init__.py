"""Weights that follow what people decide, as far as their decisions carry.

``sets`` (which set of weights is used), ``preferences`` (decisions as pairs of candidates, one above the other),
``fitting`` (multipliers of the experts' weights from them; numpy only), ``comparing`` (old against new, on judged pairs
and on decisions held back), ``nightly`` (all of it, every night).
"""
