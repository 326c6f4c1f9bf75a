"""The section on impact: what a scenario does, worded, drawn and listed."""
