"""Answering coercion: is a measure science, or pressure; what it costs; what can be done."""
