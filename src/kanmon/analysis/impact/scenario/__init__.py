"""What happens, to whom and when, and what is done about it: dated, with units."""
