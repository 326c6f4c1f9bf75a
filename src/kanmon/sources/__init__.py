"""Sources: one folder per publisher, each a card, a reader and a small real-layout sample."""
