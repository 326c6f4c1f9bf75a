"""Replay history and measure: recall, precision, lead time, false alerts, beside naive rules."""
