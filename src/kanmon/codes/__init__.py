"""Codes of economies, blocs and products, and the crosswalks between them."""
