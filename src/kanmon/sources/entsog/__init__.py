"""Gas flows at the borders of the EU."""
