"""Demo people and families, so that a newcomer can try the whole job; none of them exists."""
