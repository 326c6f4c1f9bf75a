"""The section on sourcing plans: whom to buy from, what it costs and avoids, in words and drawn."""
