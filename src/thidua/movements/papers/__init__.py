"""What the papers of the first four steps say."""

from thidua.movements.papers.plan import plan
from thidua.movements.papers.registration import registration, signing_book
from thidua.movements.papers.reminder import reminder
from thidua.movements.papers.told import told_launch, told_overdue, told_registration

__all__ = [
    "plan",
    "registration",
    "reminder",
    "signing_book",
    "told_launch",
    "told_overdue",
    "told_registration",
]
