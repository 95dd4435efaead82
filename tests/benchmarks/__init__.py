"""Tests of what the benchmarks measure, without the data sets."""
