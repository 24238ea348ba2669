"""What people do and see, in steps that the journeys are told in."""
