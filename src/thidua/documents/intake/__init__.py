"""Taking in files that others made: every one is opened in a child process with limits, and refused with a reason."""
