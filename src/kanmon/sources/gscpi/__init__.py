"""Global Supply Chain Pressure Index."""
