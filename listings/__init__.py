"""What startups' profiles and cities' needs have in common: a life from draft to archive, texts in three languages,
a revision that says what is due, and word search. Abstract models and plain functions; no table of its own."""
