"""Tables that every renderer makes in the same way."""

from thidua.documents.paper import Column, SignatureTable, Table

_SIGNING_ROW = 11


def signed_table(block: SignatureTable) -> Table:
    """The list to be signed, as a table with room in its last column."""
    return Table(
        columns=(
            Column("STT", 8, "center"),
            Column(block.title_name, 36),
            Column(block.title_position, 34),
            Column(block.title_signature, 22),
        ),
        rows=tuple((str(at), name, position, "") for at, (name, position) in enumerate(block.people, 1)),
        size=13,
        row_height=_SIGNING_ROW,
    )
