"""What every package stands on; no domain word appears here."""
