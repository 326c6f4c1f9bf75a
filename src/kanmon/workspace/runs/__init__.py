"""Long work in a process of its own, watched, cancelled and found again."""
