"""Cards as Slack messages: pure functions, nothing is sent from here."""
