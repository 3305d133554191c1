"""Startups that may be listed twice: by what each is known again (`marks`), and which of them are alike (`finding`)."""
