"""Three engines behind one protocol: product chain, economy (MRIO), firms."""
