"""Measurements: ``make bench``. Ratios to a floor in the same run; nothing here asserts a time."""
