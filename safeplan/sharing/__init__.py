"""Gives parts of a plan to named people, and takes them back: who, what, why, a look, then the seal."""
