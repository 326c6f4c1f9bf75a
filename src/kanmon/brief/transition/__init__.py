"""The section on clean technologies: what a path needs, from whom, and what it saves in fuel."""
