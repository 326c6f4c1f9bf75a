"""Findings as a document: terminal summary and one self-contained page."""
