"""Long work in processes of their own, watched, cancelled and found again."""
