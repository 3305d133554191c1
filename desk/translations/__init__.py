"""Texts that lack a language that publishing asks for, or that a machine has translated and nobody has looked at.

`queue.py` which ones wait, `codes.py` what needs no translator, `page.py` one of them side by side, `forms.py` what is
typed. The verbs are `listings.translating`.
"""
