"""Find a disruption before or as it starts: signals, alerts, measured accuracy."""
