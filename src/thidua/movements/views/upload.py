"""From an uploaded file to a movement: judged by its content, read, kept."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile

from thidua.base.acts import Act
from thidua.base.errors import RefusedError
from thidua.documents import operations as documents
from thidua.documents.intake import plan_text, sentences
from thidua.documents.intake.errors import UnreadableFileError
from thidua.movements import operations
from thidua.movements.models import Movement
from thidua.movements.operations.plan import NO_PLAN
from thidua.organizations.models import Unit


def begin(act: Act, authority: Unit, file: UploadedFile[bytes]) -> Movement:
    """Read a plan and begin its movement. Raises ``RefusedError`` at ``plan_file`` for what is no readable plan."""
    content, name = file.read(), file.name or "ke-hoach"
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{Path(name).suffix.lower()}"
        path.write_bytes(content)
        try:
            found, reading = plan_text.plan_of(path)
        except UnreadableFileError as refused:
            told = NO_PLAN if refused.code == "not_a_plan" else sentences.sentence(refused)
            raise RefusedError(plan_file=told) from refused
    kind = "txt" if found.kind == "text" else found.kind
    stored = documents.store(act, content=content, name=name, kind=kind)
    return operations.begin_from_file(
        act, authority=authority, plan_file=stored, text=found.text, reading=reading.as_json()
    )
