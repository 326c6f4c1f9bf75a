"""Geopolitical Risk index."""
