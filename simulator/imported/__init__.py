"""Conversations that were held elsewhere, made into events of the same record by the same fold."""
