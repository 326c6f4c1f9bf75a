"""Parquet snapshots found through a DuckDB catalogue."""
