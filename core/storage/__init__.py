"""Where bytes and rows rest."""
