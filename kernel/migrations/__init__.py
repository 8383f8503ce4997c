"""The chain of migrations of kernel."""
