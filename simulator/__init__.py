"""Holds conversations; the only room that talks to models. Import its modules: nothing is re-exported here."""
