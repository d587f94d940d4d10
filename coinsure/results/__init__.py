"""From the summary of a run to figures with errors, and from these to ``summary.json``."""
