"""Why a pair fits, in the reader's language: quotes and term pairs across languages, reasons, gaps, ways to buy.

`pairing` holds one need and one profile with what the engine says of them; `evidence` finds where their texts meet
(`reading`, `texts`, `term_pairs`, `quotes`); `sentences`, `reason_sentences`, `gap_sentences` and `buying` say it.
Nothing here is stored: it is made from codes, values and the live texts whenever a card is shown.
"""
