"""Storefronts: a member's public shelf, pre-orders and royalties."""
