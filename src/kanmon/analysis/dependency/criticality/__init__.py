"""Published criticality and supply-risk scores, one method a file."""
