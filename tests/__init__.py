"""The tests: rules and arithmetic as tables, pages by role, stories over HTTP and in a browser."""
