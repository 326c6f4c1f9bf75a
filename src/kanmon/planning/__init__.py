"""Sourcing plans of a party: figures gathered, the programme solved, the plan run again."""
