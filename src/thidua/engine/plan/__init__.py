"""Reading a plan: text in, facts out, each with its place in the text.

Rules about how Vietnamese authorities write plans, tolerant of lost marks and usual misreadings; nothing about any
one plan. Pure: no clock, no input or output but the data files that ship with the package.
"""

from thidua.engine.plan.passage import Fact
from thidua.engine.plan.reader import read
from thidua.engine.plan.reading import NotAPlanError, PlanReading

__all__ = ["Fact", "NotAPlanError", "PlanReading", "read"]
