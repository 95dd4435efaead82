"""Measures the simulated people themselves: how they sound, how they take a no, and which conversations failed."""
