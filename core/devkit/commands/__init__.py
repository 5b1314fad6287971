"""What the verbs of ``dataops-workflow`` do, one module a verb; each is imported when it is typed."""
