"""The door: the command line and the short public API; it puts the rooms together."""
