"""What every fake of a platform's server is made of: its own time, the calls it got, faults on demand."""
