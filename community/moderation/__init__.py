"""Reports, rulings and their public log."""
