"""Providers: signing in by another site, and who may open an account."""
