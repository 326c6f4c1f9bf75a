"""Licensing: a case put together from chips, owners and lists, decided, kept and replayed."""
