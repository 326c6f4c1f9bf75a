"""Signals: one indicator over many series, each a pure function with its own card."""
