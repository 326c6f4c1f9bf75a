"""The economy: an input-output model with stocks, overproduction and rationing."""
