"""A government's own node: keys, partners, releases by file, and a log nobody can rewrite."""
