"""Forks: conversations of a run kept up to one exchange, one thing changed, and gone on with."""
