"""Kanmon: open economic-security analysis, from trade figures to a brief."""

__version__ = "0.1.0"
