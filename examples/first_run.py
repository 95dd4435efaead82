"""A first script: hold a few conversations with two reference targets, and print a line for each.

Run it with `python examples/first_run.py`; it needs no account, no key and no network.
"""

from __future__ import annotations

import tempfile

import pastno


def main() -> None:
    plan = pastno.plan("first-look", ["reference:blunt", "reference:repairing"], limit=8)
    with tempfile.TemporaryDirectory() as folder:
        pastno.run(plan, folder)
        for live in pastno.read(folder).lives().values():
            who = f"{live.started.persona} and {live.started.target}"
            how = live.ended.cause.value if live.ended else "not ended"
            print(f"{who:32} exchanges {len(live.exchanges)}  refusals {len(live.encounters)}  {how}")


if __name__ == "__main__":
    main()
