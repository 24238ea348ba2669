"""Measures what people wait for, side by side with the limit and with the least a server could do. `python -m benchmarks`."""
