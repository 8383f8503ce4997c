"""Trust: how far somebody has come, what slows the rest down, and what is read before it is shown."""
