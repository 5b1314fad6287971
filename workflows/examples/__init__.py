"""Living examples, one for each pattern of a graph; a setting says which of them are on."""
