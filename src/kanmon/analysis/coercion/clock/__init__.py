"""Where a procedure against coercion stands: what is done, due, late, and next."""
