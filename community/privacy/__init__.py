"""Privacy: what is known of a person, what they chose about it, and taking it back."""
