"""Criteria sets as officials lay them out in a spreadsheet: rows in, plain data out, and back."""

from thidua.engine.scoring.layout.reading import LayoutError, read_layout
from thidua.engine.scoring.layout.writing import HEADS, set_rows, tree_rows

__all__ = ["HEADS", "LayoutError", "read_layout", "set_rows", "tree_rows"]
