"""Who runs what, in which order, and what happens after a crash."""
