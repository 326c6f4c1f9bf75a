"""A node's tables, the same on SQLite and PostgreSQL: what is written stays, and is chained."""
