"""What a table is: schemas as CSV and the check at every door."""
