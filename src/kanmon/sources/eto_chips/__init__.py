"""Emerging Technology Observatory: who provides what in the advanced chip supply chain."""
