"""Customers, their orders, their worth and their segments."""
