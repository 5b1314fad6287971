"""The parts of the transport on Microsoft's client; nothing outside of them knows it."""
