"""One module for each sort of question about an estate."""
