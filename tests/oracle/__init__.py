"""A second opinion: the same questions answered day by day from the rows of the sheets, by counting, without the graph.

It is slow, literal and independent on purpose: nothing of `graph`, `loaders`, `schema` or `api` is imported here.
"""
