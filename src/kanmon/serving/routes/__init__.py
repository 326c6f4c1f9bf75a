"""What the node server answers, a file a kind of thing."""
