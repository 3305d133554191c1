"""Two entries of one startup become one, and can be taken apart again for 30 days. docs/desk.md tells it in words.

The one that goes keeps its row and its own profile; it only points at the one that is kept (`Startup.merged_into`).
`relations` says of every table that points at a startup what becomes of its rows, `record` keeps what it takes to undo
that, `profiles` lets a curator choose what is kept from which, `services` holds the two verbs.
"""
