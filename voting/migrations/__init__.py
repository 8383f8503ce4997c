"""The chain of migrations of voting."""
