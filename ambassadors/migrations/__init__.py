"""The chain of migrations of ambassadors."""
