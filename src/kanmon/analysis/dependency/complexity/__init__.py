"""Economic complexity: what economies can make, how close goods are, who could make one next."""
