"""The node server: people over HTTP, partners over mTLS, one decision point for both."""
