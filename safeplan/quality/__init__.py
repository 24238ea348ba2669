"""The manager's view: what waits for a decision, whether plans are good, and reviews that keep a plan in use."""
