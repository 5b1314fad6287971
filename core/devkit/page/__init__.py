"""The page that ``dataops-workflow docs`` writes."""
