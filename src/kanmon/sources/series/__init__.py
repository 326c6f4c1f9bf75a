"""Series of the user's own."""
