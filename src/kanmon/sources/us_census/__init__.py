"""United States trade by month, HS code and country (Census Bureau)."""
