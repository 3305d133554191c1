"""How good the ranking is on judged data: `judged` reads it, `evaluation` ranks it with the production engine."""
