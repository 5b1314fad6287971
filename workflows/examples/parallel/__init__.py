"""Compares the columns of many CSVs, each read on its own."""
