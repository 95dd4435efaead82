"""A model that reads or judges: opened, paced, and paid for from one purse."""

from __future__ import annotations

import random

from scenarios.schema import Target
from simulator.plan import places
from simulator.targets import check_address, check_spec, open_target
from simulator.targets.pace import Paced
from simulator.targets.purse import Purse

LOCAL = "local:"
LOCAL_PATIENCE_S = 600.0
"""How long a small model on this machine may take to answer; there is nobody else to wait for."""


async def opened(spec: str, purse: Purse, *, base_url: str | None = None, seed: int) -> Paced:
    """Open a model that is to read or judge.

    Args:
        spec: of the model.
        purse: what its calls are paid from.
        base_url: address of its server, where it has one.
        seed: the run's; of the waiting between tries.

    Raises:
        SimulatorError: no model of that spec, or it cannot be opened.
    """
    target = Target(spec=spec, base_url=base_url)
    if is_local(spec):
        target = target.model_copy(update={"timeout_s": LOCAL_PATIENCE_S})
    check_spec(target.spec)
    check_address(target)
    paced = Paced(await open_target(target), target, purse=purse, draw=random.Random(f"{seed} judge"))
    paced.spec = next(iter(places([target])))
    return paced


def is_local(spec: str) -> bool:
    """Whether it is a model on this machine."""
    return spec.startswith(LOCAL)
