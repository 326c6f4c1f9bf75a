"""Clean technologies: what a path needs, from whom, on what fuel, under what conditions."""
