"""Paired differences between two sides: arms of a fork, two runs, or forks under several reaction policies."""
