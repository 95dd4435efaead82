"""Judged measures: a model answers narrow questions about a whole conversation, and what it says is checked."""
