"""Boards, ideas, statuses, answers."""
