"""Today: everything that waits for a curator, as one list.

Each kind of item has a file of its own (a source) with `items(curator)`, which costs a fixed number of queries;
`day.py` merges them. docs/desk.md says how to add one.
"""
