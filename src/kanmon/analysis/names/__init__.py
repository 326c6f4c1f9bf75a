"""Compare names with lists of parties: every score explained, every doubt told."""
