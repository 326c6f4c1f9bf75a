"""What is strategic, as dated and sourced data."""
