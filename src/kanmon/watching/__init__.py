"""Watching a party: alerts of the store's series, kept, ranked, told; and the measures register."""
