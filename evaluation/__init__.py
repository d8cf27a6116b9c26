"""Scorers of the product against gold sets, a gate with floors that only rise, and the table in the docs."""
