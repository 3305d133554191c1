"""Invented startups and needs, each in a YAML file a person can read, and what loads them.

Dates in the files are days from the day of loading, years are years before it, so that a demo is never out of date.
"""
