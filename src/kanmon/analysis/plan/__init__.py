"""Sourcing plans: diversify with trusted partners at least cost and risk."""
