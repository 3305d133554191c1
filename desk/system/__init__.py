"""The system page: how matching runs, and how supply, demand and attention are spread. Looked at once a week.

Each part of the page is a file here with its own few queries, and a partial in templates/desk/system/. To add a part:
a function, a line in `page.py`, a partial, a line in system.html.
"""
