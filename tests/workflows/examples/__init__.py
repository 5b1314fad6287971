"""The examples as parts of the product; what each does is tested beside it."""
