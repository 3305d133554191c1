"""The text half of matching: words, meaning, and the bridge from Chinese and Hebrew to English terms.

A plain package without models: it imports nothing of ours and knows no city and no startup.

detect    which language a text is in
words     words, sentences, keyword hits, terms for the search column
glossary  our own lists of terms, read from ``glossaries/*.tsv``
cedict    the CC-CEDICT dictionary (CC BY-SA 4.0), read out of its package at run time
cutting   Chinese text cut into known words
bridge    Chinese and Hebrew text to English terms, word by word: for ranking, never shown as a translation
encoder   English text to unit vectors
options   what an installation may set
"""
