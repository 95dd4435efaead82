"""`python -m pastno` is the command `pastno`."""

from __future__ import annotations

from pastno.cli import main

if __name__ == "__main__":
    main()
