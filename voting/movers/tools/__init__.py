"""What the files of other tools look like: a table for each, columns and words against ours. No I/O."""
