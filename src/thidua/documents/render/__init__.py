"""From plain data to files: Word, PDF, Excel, CSV, drawings. No Django, no clock: times are passed in."""
