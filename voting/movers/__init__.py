"""Ideas of other tools brought over, and everything taken along."""
