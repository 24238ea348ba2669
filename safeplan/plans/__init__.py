"""A plan is a log of sealed revisions of small typed entries; nothing is overwritten, nothing is lost."""
