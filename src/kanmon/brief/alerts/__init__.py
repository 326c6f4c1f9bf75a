"""The alerts section: ranked alerts, why each stands, the series behind it."""
