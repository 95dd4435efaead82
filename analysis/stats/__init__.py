"""Statistics of whole trajectories: survival, transitions, rates. Pure; every number says what it rests on.

Needs `pip install 'pastno[stats]'`.
"""

from importlib.util import find_spec

_LACKING = [name for name in ("numpy", "scipy", "statsmodels") if find_spec(name) is None]
if _LACKING:
    raise ModuleNotFoundError(
        f"analysis.stats needs {', '.join(_LACKING)}, which is not installed; pip install 'pastno[stats]'",
        name=_LACKING[0],
    )
