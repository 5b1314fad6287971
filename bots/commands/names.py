"""The built-in words after ``/dataops``; no workflow may take one of them as its command."""

NAMES = (
    "help",
    "capabilities",
    "new",
    "pin",
    "unpin",
    "pins",
    "artifacts",
    "unlink",
    "share",
    "runs",
    "status",
    "cancel",
    "retry",
    "feedback",
    "token",
    "schedule",
    "schedules",
    "unschedule",
    "history",
    "admin",
)
