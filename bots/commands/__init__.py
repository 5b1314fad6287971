"""The built-in words after ``/dataops``."""
