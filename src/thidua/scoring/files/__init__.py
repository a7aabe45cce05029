"""Files of the scoring room: tables of values and criteria sets, as text and as Excel workbooks."""
