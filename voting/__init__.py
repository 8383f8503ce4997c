"""What customers are worth, what they support and what is therefore wanted."""
