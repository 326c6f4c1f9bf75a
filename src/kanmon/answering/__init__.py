"""Answering coercion: cases and figures found, alternatives and exposure worked out from them."""
