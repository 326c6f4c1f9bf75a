"""The firms' days: an agent model with stocks, orders and rationing."""
