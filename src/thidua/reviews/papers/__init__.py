"""What the reports say (context only): parts with their figures, the whole paper."""

from thidua.reviews.papers.judged import weaknesses
from thidua.reviews.papers.parts import OPEN, NumberedPart
from thidua.reviews.papers.report import SYMBOL, opening, parts, report
from thidua.reviews.papers.words import shown

__all__ = ["OPEN", "SYMBOL", "NumberedPart", "opening", "parts", "report", "shown", "weaknesses"]
