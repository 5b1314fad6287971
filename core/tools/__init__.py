"""What workflows may use."""
