"""From many scores to a few alerts: combination, cut-off, de-duplication, severity."""
