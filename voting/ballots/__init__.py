"""Standing support and its ledger."""
