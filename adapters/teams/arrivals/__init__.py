"""What Teams delivers, in the house's words. Pure: no request is made, nothing is kept."""
