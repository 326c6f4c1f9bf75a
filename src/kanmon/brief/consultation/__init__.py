"""Pages of consultation: a thread to hand over, and the pack for a meeting."""
