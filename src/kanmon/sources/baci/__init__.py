"""BACI: world trade by product, both sides' reports reconciled (CEPII)."""
