"""Pairs of replies to the same messages, of which people's labels prefer one."""
