"""Steps that bring a node's tables up to date, run by Alembic."""
