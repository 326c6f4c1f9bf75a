"""Who makes, ships, holds and needs a good, as of a date."""
