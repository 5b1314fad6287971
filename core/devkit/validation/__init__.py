"""What ``dataops-workflow validate`` checks, a module for each thing that can be wrong."""
