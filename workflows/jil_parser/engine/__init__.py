"""The JIL engine: reads job definitions, types their dependencies and answers questions about them."""
