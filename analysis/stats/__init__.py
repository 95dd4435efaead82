"""Statistics of whole trajectories: survival, transitions, rates. Pure; every number says what it rests on."""
