"""The chain of migrations of community."""
