"""Dated control of areas: the data, the join, the boundaries and the replay element."""
