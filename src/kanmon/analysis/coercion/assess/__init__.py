"""The assessment: evidence weighed by criterion, limbs graded, and what would change that."""
