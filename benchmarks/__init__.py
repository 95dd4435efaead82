"""Speed and accuracy, each runnable with one command; every benchmark prints a table and, with --json, its figures."""
