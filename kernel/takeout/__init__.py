"""Everything a site holds as files that anybody can read, and a site made of them again."""
