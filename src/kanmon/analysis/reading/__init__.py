"""Read policy text in English, French and Japanese into measures, commitments and names."""
