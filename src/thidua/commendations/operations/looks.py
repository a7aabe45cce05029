"""How certificates look: the whole page, the boxes on a blank, what the printer is off; certificates printed anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Final

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.commendations import choices, permissions
from thidua.commendations.models import Award, CertificateLook, Reissue
from thidua.documents.models import StoredFile
from thidua.documents.paper import Box
from thidua.documents.paper.certificate import PRINTER_MARK, least_height
from thidua.organizations.models import Unit

SHEET: Final = (297, 210)
EDGE: Final = 3
"""mm along the edges on which no printer prints."""
MOST_SHIFT: Final = 15
_NARROWEST: Final = 10


@operation("certificates.look_set")
def set_look(
    act: Act, *, authority: Unit, print_codes: bool, emblem: StoredFile | None = None, drop: bool = False
) -> CertificateLook:
    """Choose how the authority's certificates look; ``drop`` takes the emblem away, none keeps what stands."""
    require(permissions.may_set_look(act, authority))
    look, _ = CertificateLook.objects.get_or_create(authority=authority)
    look.print_codes = print_codes
    if drop:
        look.emblem = None
    elif emblem is not None:
        look.emblem = emblem
    look.save()
    act.record(
        "certificates.look_set",
        look,
        print_codes=print_codes,
        emblem=look.emblem.sha256 if look.emblem else "",
    )
    return look


@operation("certificates.blank_set")
def set_blank(
    act: Act,
    *,
    authority: Unit,
    on_blank: bool,
    boxes: Sequence[Box],
    backdrop: StoredFile | None = None,
    drop_backdrop: bool = False,
) -> CertificateLook:
    """Choose whether certificates are printed on a pre-printed blank, and which text stands where.

    Raises ``RefusedError`` at ``<field>-left`` and so on for a box beyond the sheet or too small for one legible line,
    and for a blank without the name of who is awarded.
    """
    require(permissions.may_set_look(act, authority))
    faults = {key: sentence for box in boxes for key, sentence in box_faults(box).items()}
    if faults:
        raise RefusedError(**faults)
    if on_blank and "name" not in {box.field for box in boxes}:
        raise RefusedError("Phôi phải có ít nhất ô ghi tên người, tập thể được khen.")
    look, _ = CertificateLook.objects.get_or_create(authority=authority)
    look.on_blank = on_blank
    look.boxes = [asdict(box) for box in boxes]
    if drop_backdrop:
        look.backdrop = None
    elif backdrop is not None:
        look.backdrop = backdrop
    look.save()
    act.record("certificates.blank_set", look, on_blank=on_blank, boxes=look.boxes)
    return look


def box_faults(box: Box) -> dict[str, str]:
    """What is wrong with a box, at the names of its fields."""
    name = choices.BOX_NAMES[box.field].lower()
    faults: dict[str, str] = {}
    if box.left < EDGE or box.left + box.width > SHEET[0] - EDGE:
        faults[f"{box.field}-left"] = (
            f"Ô {name} vượt mép giấy: cách trái cộng rộng phải trong {SHEET[0] - EDGE} mm."
        )
    if box.top < EDGE or box.top + box.height > SHEET[1] - EDGE:
        faults[f"{box.field}-top"] = (
            f"Ô {name} vượt mép giấy: cách trên cộng cao phải trong {SHEET[1] - EDGE} mm."
        )
    if box.width < _NARROWEST:
        faults[f"{box.field}-width"] = f"Ô {name} quá hẹp: ít nhất {_NARROWEST} mm."
    if box.height < (least := least_height(box.field)):
        needed = f"{least + 0.05:.1f}".replace(".", ",")
        faults[f"{box.field}-height"] = f"Ô {name} quá thấp cho một dòng đọc được: ít nhất {needed} mm."
    return faults


@operation("certificates.shift_set")
def set_shift(act: Act, *, authority: Unit, left: Decimal, top: Decimal) -> CertificateLook:
    """Note what was measured on the printer's test page, and move what is printed by the difference.

    ``left`` and ``top`` are mm from the edges of the sheet to the two lines of a test page printed without a shift.
    Raises ``RefusedError`` for a difference that no printer has.
    """
    require(permissions.may_set_look(act, authority))
    faults = {
        field: f"Chỗ đo phải gần {PRINTER_MARK} mm; lệch quá {MOST_SHIFT} mm thì hãy in lại ở cỡ thật (100%)."
        for field, measured in (("left", left), ("top", top))
        if abs(measured - PRINTER_MARK) > MOST_SHIFT
    }
    if faults:
        raise RefusedError(**faults)
    look, _ = CertificateLook.objects.get_or_create(authority=authority)
    look.shift_left, look.shift_top = PRINTER_MARK - left, PRINTER_MARK - top
    look.save()
    act.record("certificates.shift_set", look, left=str(look.shift_left), top=str(look.shift_top))
    return look


@operation("award.reissued")
def reissue(act: Act, *, award: Award, on: date, reason: str, note: str = "") -> Reissue:
    """Cấp đổi: note that a certificate is printed anew, and why; the register shows it.

    Raises ``RefusedError`` for an unknown reason, a day before the decision or after today, ``MovedOnError`` when the
    award is cancelled, or this printing was noted already.
    """
    require(permissions.may_hand_over(act, award))
    held = Award.objects.select_for_update().get(pk=award.pk)
    if held.cancelled_on is not None:
        raise MovedOnError
    if reason not in Reissue.Reason.values:
        raise RefusedError(reason="Hãy chọn lý do cấp đổi.")
    decided = award.decision.decided_on
    if decided is not None and on < decided:
        raise RefusedError(on=f"Ngày cấp đổi không thể trước ngày quyết định ({decided:%d/%m/%Y}).")
    if on > act.on:
        raise RefusedError(on="Ngày cấp đổi không thể sau hôm nay.")
    if held.reissues.filter(on=on, reason=reason, note=note.strip()).exists():  # pressed twice
        raise MovedOnError("Lần cấp đổi này đã được ghi.")
    made = Reissue.objects.create(
        award=award, order=held.reissues.count() + 1, on=on, reason=reason, note=note.strip()
    )
    act.record("award.reissued", award, on=on, reason=made.get_reason_display(), order=made.order)
    return made
