"""What partners may see of each other, sign, and prove: labels, packages, chains, disclosure."""
