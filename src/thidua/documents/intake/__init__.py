"""Foreign files: judged by what they hold, parsed in a child process with limits. No Django."""
