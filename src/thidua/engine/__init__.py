"""The law's arithmetic and lawful steps: no framework, no clock, no input or output."""
