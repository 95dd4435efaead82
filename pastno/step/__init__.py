"""`pastno step`: walk a transcript exchange by exchange in the terminal."""
