"""The workspace: findings as views for a browser, over a local HTTP interface."""
