"""Concentration, reliance and exposure of supply."""
