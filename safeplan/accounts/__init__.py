"""People's keys, how they sign in, and what is open while they are signed in."""
