"""Accounts, sign-in, profiles, tokens."""
