"""Export controls: what an item is, whether a licence is needed, who owns whom."""
