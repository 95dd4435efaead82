"""Tests of pastno."""
