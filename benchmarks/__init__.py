"""Measures, each as a ratio to a reference taken in the same run."""
