"""Who may open a plan: its keys, its parts, the people on it, and the ways back to it."""
