"""Threads of comments, held by ideas and whatever else asks for one."""
