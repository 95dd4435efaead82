"""The report: what a run's conversations come to, as one page that needs no network."""
