"""The log of sealed revisions: what goes in, what stands, what is read back, what is taken out for good."""
