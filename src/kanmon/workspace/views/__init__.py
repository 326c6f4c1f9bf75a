"""One file a view: from findings to blocks, no figure computed here."""
