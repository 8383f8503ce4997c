"""Tests of voting/roadmap."""
