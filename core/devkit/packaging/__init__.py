"""A workflow as a package that is installed anywhere; made here, without pip and without a network."""
