"""Pages of step 8: the council, its meeting as a guided list, the ballot, the count, the choice, the minutes."""
