"""Keeps who did what: ids and codes only, in two hash chains, one per plan and one per agency."""
