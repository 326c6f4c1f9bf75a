"""The firms' cascade: economic systemic risk of one firm or of all."""
