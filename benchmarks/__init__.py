"""Measures what people wait for, beside the limit and beside the least a server could do."""
