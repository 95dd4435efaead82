"""Reads replies: cues with spans first, the stance derived from them. Import its modules."""
