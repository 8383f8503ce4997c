"""Notices, preferences and the letters they become."""
