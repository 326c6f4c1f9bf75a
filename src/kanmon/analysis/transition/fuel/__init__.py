"""Nuclear fuel from mine to reactor, and the fuel that a path saves."""
