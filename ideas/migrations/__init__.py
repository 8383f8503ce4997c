"""The chain of migrations of ideas."""
