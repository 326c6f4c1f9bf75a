"""British Geological Survey, World Mineral Statistics: production by economy since 1970."""
