"""Conversations of a run, written in formats of others."""
