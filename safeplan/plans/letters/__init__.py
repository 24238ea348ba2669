"""Sealed letters: put in by anybody once on the plan, taken out by holders alone."""
