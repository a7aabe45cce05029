"""What goes to the child and comes out there again: the renderers' arguments as JSON values."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from thidua.documents.paper import Box, Certificate, Paper, Slip, Template, as_dict, from_dict
from thidua.documents.paper.workbook import Column, Pick, Sheet, Sheets, plain_value, typed_value


def for_paper(paper: Paper, at: datetime) -> dict[str, Any]:
    """Payload of `docx` and `pdf`."""
    return {"paper": as_dict(paper), "at": at.isoformat()}


def for_certificates(
    certificates: Sequence[Certificate], at: datetime, template: Template | None
) -> dict[str, Any]:
    """Payload of `certificates`, `certificate_files` and `certificate_picture`."""
    look = template or Template()
    return {
        "certificates": [
            asdict(certificate) | {"on": certificate.on.isoformat() if certificate.on else None}
            for certificate in certificates
        ],
        "at": at.isoformat(),
        "template": asdict(look) | {"emblem": _text(look.emblem), "backdrop": _text(look.backdrop)},
    }


def _text(content: bytes | None) -> str | None:
    return None if content is None else b64encode(content).decode()


def for_slips(slips: Sequence[Slip], at: datetime) -> dict[str, Any]:
    """Payload of `slips`."""
    return {"slips": [asdict(slip) for slip in slips], "at": at.isoformat()}


def for_sheets(workbook: Sheets, at: datetime) -> dict[str, Any]:
    """Payload of `xlsx`."""
    plain = asdict(workbook)
    for sheet in plain["sheets"]:
        sheet["rows"] = [[plain_value(value) for value in row] for row in sheet["rows"]]
        sheet["total"] = None if sheet["total"] is None else [plain_value(value) for value in sheet["total"]]
    return {"workbook": plain, "at": at.isoformat()}


def moment(payload: Mapping[str, Any]) -> datetime:
    """The time in a payload."""
    return datetime.fromisoformat(payload["at"])


def paper(payload: Mapping[str, Any]) -> Paper:
    """The paper in a payload."""
    return from_dict(payload["paper"])


def certificates(payload: Mapping[str, Any]) -> tuple[list[Certificate], Template]:
    """The certificates in a payload and what is the same on all."""
    made = []
    for plain in payload["certificates"]:
        tuples = {name: tuple(plain[name]) for name in ("signer_title", "details", "keep")}
        on = date.fromisoformat(plain["on"]) if plain["on"] else None
        made.append(Certificate(**plain | tuples | {"on": on}))
    look = payload["template"]
    pictures = {
        name: None if look[name] is None else b64decode(look[name]) for name in ("emblem", "backdrop")
    }
    boxes = tuple(Box(**box) for box in look["boxes"])
    return made, Template(**look | pictures | {"boxes": boxes, "shift": tuple(look["shift"])})


def slips(payload: Mapping[str, Any]) -> list[Slip]:
    """The voting slips in a payload."""
    lists = ("issuer", "boxes", "notes")
    return [Slip(**plain | {name: tuple(plain[name]) for name in lists}) for plain in payload["slips"]]


def sheets(payload: Mapping[str, Any]) -> Sheets:
    """The workbook in a payload."""
    plain = payload["workbook"]
    return Sheets(
        sheets=tuple(
            Sheet(
                name=sheet["name"],
                columns=tuple(Column(**column) for column in sheet["columns"]),
                rows=tuple(tuple(typed_value(value) for value in row) for row in sheet["rows"]),
                titles=tuple(sheet["titles"]),
                total=None
                if sheet["total"] is None
                else tuple(typed_value(value) for value in sheet["total"]),
                notes=tuple(sheet["notes"]),
                landscape=sheet["landscape"],
                picks=tuple(Pick(**pick) for pick in sheet["picks"]),
            )
            for sheet in plain["sheets"]
        ),
        title=plain["title"],
        author=plain["author"],
    )
