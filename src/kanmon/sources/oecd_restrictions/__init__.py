"""OECD inventory of export restrictions on industrial raw materials."""
