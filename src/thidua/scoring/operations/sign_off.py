"""Inside the unit, before a sheet is sent: put it before the head, sign it off, ask for mending."""

from __future__ import annotations

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.scoring import permissions
from thidua.scoring.models import Sheet
from thidua.scoring.operations import guards
from thidua.scoring.operations.self_score import refuse_unfinished


def _open(act: Act, sheet: Sheet, *, head: bool) -> None:
    require(permissions.may_sign_off(act, sheet) if head else permissions.may_present(act, sheet))
    if not sheet.campaign.sign_off:
        raise RefusedError("Đợt chấm điểm này không yêu cầu thủ trưởng đơn vị duyệt phiếu.")
    if sheet.state not in permissions.FILLED_BY_UNIT:
        raise MovedOnError


@operation("sheet.presented")
def present_sheet(act: Act, *, sheet: Sheet) -> None:
    """Put a finished sheet before the head of the unit.

    Raises ``RefusedError`` with the codes of the rows that are still empty, ``MovedOnError`` for a sheet that was sent.
    """
    _open(act, sheet, head=False)
    guards.hold(sheet, presented_at=act.at, presented_by=act.actor.actor_label, sign_off_remark="")
    refuse_unfinished(act, sheet)
    act.record("sheet.presented", sheet)


@operation("sheet.signed_off")
def sign_off_sheet(act: Act, *, sheet: Sheet) -> None:
    """Sign a finished sheet off, so that it may be sent. Raises as ``present_sheet``."""
    _open(act, sheet, head=True)
    guards.hold(sheet, signed_off_at=act.at, signed_off_by=act.actor.actor_label, sign_off_remark="")
    result = refuse_unfinished(act, sheet)
    act.record("sheet.signed_off", sheet, total=result.total)


@operation("sheet.mending_asked")
def ask_to_mend(act: Act, *, sheet: Sheet, remark: str) -> None:
    """Give a sheet back inside the unit with a remark. Raises ``RefusedError`` without one."""
    _open(act, sheet, head=True)
    if not remark.strip():
        raise RefusedError(remark="Hãy ghi cần sửa ở tiêu chí nào, sửa gì.")
    guards.hold(
        sheet,
        presented_at=None,
        presented_by="",
        signed_off_at=None,
        signed_off_by="",
        sign_off_remark=remark.strip(),
    )
    act.record("sheet.mending_asked", sheet, reason=remark.strip())
