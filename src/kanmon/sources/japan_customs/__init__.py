"""Japan's trade statistics by month, nine-digit code and country (Ministry of Finance)."""
