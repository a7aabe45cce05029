"""Pages of gradings, discipline, leave and initiatives."""
