"""Who wants what: by people, by accounts, by value and as a share of all customers."""
