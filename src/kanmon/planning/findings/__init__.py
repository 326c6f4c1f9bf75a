"""Findings of a sourcing plan: tables with figures, units, date and origin."""
