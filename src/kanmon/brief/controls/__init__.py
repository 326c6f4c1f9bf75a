"""Decisions on export controls in words: outcome, path, what is missing, when it would differ."""
