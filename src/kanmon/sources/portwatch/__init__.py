"""PortWatch: ships through chokepoints."""
