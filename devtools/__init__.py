"""What dev.py does behind its door: setting up, checking. Standard library only."""
