"""Reads what was written: record types in, tables and findings out. Never runs a conversation."""
