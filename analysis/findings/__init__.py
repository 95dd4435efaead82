"""Everything the statistics say of runs, put together: read, pooled, computed; drawn elsewhere."""
