"""A list as an Excel file to download."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from thidua.base import clock
from thidua.documents.paper.workbook import Sheet, Sheets
from thidua.documents.render.child import in_child
from thidua.documents.render.payload import for_sheets

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes, filename: str) -> HttpResponse:
    """A ready workbook under a file name."""
    return HttpResponse(
        content,
        content_type=MEDIA_TYPE,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=filename) or ""
        },
    )


def as_excel(sheet: Sheet, filename: str) -> HttpResponse:
    """One list, made in a child process."""
    workbook = Sheets((sheet,), title=sheet.titles[0] if sheet.titles else sheet.name)
    return attachment(in_child("xlsx", for_sheets(workbook, clock.now())), filename)
