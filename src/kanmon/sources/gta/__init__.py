"""Global Trade Alert: interventions in the layout of its master data."""
