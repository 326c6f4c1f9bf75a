"""The mathematics of sourcing plans: from whom, how much, what stock, what new capacity."""
