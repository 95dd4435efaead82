"""Tests of the measure of the simulated people."""
