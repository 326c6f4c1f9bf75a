"""Tests of the brief, with the invented findings they share."""
