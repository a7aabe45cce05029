"""A country of communes: a set of 100 leaves of mixed rules, a table of values, and the same rules as a workbook."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

GRADES = (("a", "1"), ("b", "0.6"), ("c", "0"))
BANDS = (("0.9", "1"), ("0.7", "0.5"))
Kind = tuple[dict[str, Any], str]
KINDS: tuple[Kind, ...] = (
    # the rule of a leaf with maximum 1, and the formula of the same: N numerator, D denominator, V value
    ({"kind": "proportional"}, "IF({D}=0,1,{N}/{D})"),
    ({"kind": "cut_off", "cut_off": "0.8"}, "IF({D}=0,1,IF({N}/{D}<0.8,0,{N}/{D}))"),
    ({"kind": "target", "target": "0.8", "may_exceed": False}, "IF({D}=0,1,MIN(1,{N}/{D}/0.8))"),
    ({"kind": "complement", "target": "0.9"}, "IF({D}=0,1,MIN(1,(1-{N}/{D})/0.9))"),
    (
        {
            "kind": "band",
            "bands": [
                {"at_least": BANDS[0][0], "points": BANDS[0][1]},
                {"at_least": BANDS[1][0], "below": BANDS[0][0], "points": BANDS[1][1]},
                {"below": BANDS[1][0], "points": "0"},
            ],
        },
        "IF({D}=0,1,IF({N}/{D}>=0.9,1,IF({N}/{D}>=0.7,0.5,0)))",
    ),
    ({"kind": "deduction", "each": "0.25"}, "MAX(0,1-0.25*{V})"),
    ({"kind": "per_item", "each": "0.2"}, "MIN(1,0.2*{V})"),
    ({"kind": "all_or_nothing"}, "IF({D}=0,1,IF({N}={D},1,0))"),
    (
        {"kind": "graded", "options": [{"code": c, "label": c.upper(), "points": p} for c, p in GRADES]},
        'IF({V}="a",1,IF({V}="b",0.6,0))',
    ),
    ({"kind": "yes_no"}, 'IF({V}="yes",1,0)'),
)
LEAVES = 100
COMPARED: dict[int, Kind] = {
    10: (
        {"kind": "min_max", "measure": "number", "floor": "0.1"},
        "IF({MAX}={MIN},1,0.1+0.9*({V}-{MIN})/({MAX}-{MIN}))",
    ),
    60: (
        {"kind": "leader", "measure": "number", "target": "500"},
        "IF({V}<500,0.5*{V}/500,0.5+0.5*IF({MAX}>500,({V}-500)/({MAX}-500),1))",
    ),
}
"""Two leaves that compare with the whole country, in the place of two others."""


def kind_of(leaf: int) -> Kind:
    """The rule of a leaf and its formula."""
    return COMPARED.get(leaf, KINDS[leaf % len(KINDS)])


def leaf_code(leaf: int) -> str:
    """The code of a leaf."""
    return f"{leaf // 10 + 1}.{leaf % 10 + 1}"


def write_set(path: Path) -> None:
    """The criteria set as YAML."""
    areas = [
        {
            "code": f"{area + 1}",
            "title": f"Lĩnh vực {area + 1}",
            "max": "10",
            "children": [
                {
                    "code": f"{area + 1}.{at + 1}",
                    "title": f"Tiêu chí {area + 1}.{at + 1}",
                    "max": "1",
                    "rule": kind_of(area * 10 + at)[0],
                    "zero": "full",
                }
                for at in range(10)
            ],
        }
        for area in range(LEAVES // 10)
    ]
    data = {"code": "bench", "title": "Bộ 100 tiêu chí", "version": "1", "scale": "100", "areas": areas}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")  # JSON is YAML


Figures = tuple[Any, Any, Any]
"""Numerator, denominator, value; None where the rule takes no such figure."""


def communes(count: int) -> Iterator[tuple[str, str, list[Figures]]]:
    """Code, name and figures of every commune, always the same."""
    chance = random.Random(766)  # noqa: S311 - figures to measure with
    for number in range(count):
        figures: list[Figures] = []
        for leaf in range(LEAVES):
            kind = kind_of(leaf)[0]["kind"]
            if kind in {"deduction", "per_item"}:
                figures.append((None, None, chance.randrange(6)))
            elif kind == "graded":
                figures.append((None, None, chance.choice("abc")))
            elif kind == "yes_no":
                figures.append((None, None, chance.choice(("yes", "no"))))
            elif kind in {"min_max", "leader"}:
                figures.append((None, None, chance.randrange(1000)))
            else:
                whole = chance.randrange(0, 4000)
                part = whole if chance.random() < 0.2 else chance.randrange(whole + 1)  # noqa: PLR2004 - a fifth reach all
                figures.append((part, whole, None))
        yield f"X{number:05d}", f"xã số {number}", figures


def write_values(path: Path, count: int) -> None:
    """The table of values, one row for each leaf of each commune."""
    codes = [leaf_code(leaf) for leaf in range(LEAVES)]
    with path.open("w", encoding="utf-8") as file:
        file.write("unit_code,unit_name,metric,numerator,denominator,value\n")
        for code, name, figures in communes(count):
            for leaf, row in zip(codes, figures, strict=True):
                shown = ",".join("" if figure is None else str(figure) for figure in row)
                file.write(f"{code},{name},{leaf},{shown}\n")


def column(at: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def write_table_workbook(path: Path, count: int, *, in_blocks: bool = False) -> None:
    """The very table of values as a sheet with a formula beside each row; totals and ranks on the first sheet.

    The total of a commune is found by its code, as in our own reading of the table, whose rows may stand in any order;
    ``in_blocks`` takes it from the hundred rows where the commune is known to stand.
    """
    rows = count * LEAVES
    results, table = [_OPEN], [_OPEN]
    extremes: dict[int, dict[str, str]] = {}
    cells = ""
    for at, leaf in enumerate(COMPARED):
        code = leaf_code(leaf)
        low, high = column(4 + 2 * at), column(5 + 2 * at)
        extremes[leaf] = {"MIN": f"Results!${low}$1", "MAX": f"Results!${high}$1"}
        for letters, name in ((low, "MINIFS"), (high, "MAXIFS")):
            where = f'Table!$E$1:$E${rows},Table!$B$1:$B${rows},"{code}"'
            cells += f'<c r="{letters}1"><f>_xlfn.{name}({escape(where)})</f><v>0</v></c>'
    results.append(f'<row r="1">{cells}</row>')
    line = 0
    for number, (code, _, given) in enumerate(communes(count), 3):
        for leaf, figures in enumerate(given):
            line += 1
            refs = {"N": f"C{line}", "D": f"D{line}", "V": f"E{line}"} | extremes.get(leaf, {})
            formula = escape(kind_of(leaf)[1].format(**refs))
            cells = _text("A", line, code) + _text("B", line, leaf_code(leaf))
            for letters, figure in zip("CDE", figures, strict=True):
                if isinstance(figure, str):
                    cells += _text(letters, line, figure)
                elif figure is not None:
                    cells += f'<c r="{letters}{line}"><v>{figure}</v></c>'
            table.append(f'<row r="{line}">{cells}<c r="F{line}"><f>{formula}</f><v>0</v></c></row>')
        total = f"SUMIF(Table!$A$1:$A${rows},A{number},Table!$F$1:$F${rows})"
        if in_blocks:
            total = f"SUM(Table!$F${line - LEAVES + 1}:$F${line})"
        rank = f"RANK(B{number},B$3:B${count + 2})"
        results.append(
            f'<row r="{number}">{_text("A", number, code)}<c r="B{number}"><f>{total}</f><v>0</v></c>'
            f'<c r="C{number}"><f>{rank}</f><v>0</v></c></row>'
        )
    _write(path, results, table, "Table")


def write_pivoted_workbook(path: Path, count: int) -> None:
    """The same with the table turned beforehand: a row for each commune, figures side by side on a second sheet."""
    last = count + 2
    places: list[dict[str, str]] = []
    width = 0
    for leaf in range(LEAVES):
        names = ("N", "D") if "{N}" in kind_of(leaf)[1] else ("V",)
        places.append({name: column(width + at) for at, name in enumerate(names)})
        width += len(names)
    results, figures = [_OPEN], [_OPEN]
    for row, name in ((1, "MIN"), (2, "MAX")):
        cells = "".join(
            f'<c r="{places[leaf]["V"]}{row}"><f>{name}({places[leaf]["V"]}3:{places[leaf]["V"]}{last})</f>'
            "<v>0</v></c>"
            for leaf in COMPARED
        )
        figures.append(f'<row r="{row}">{cells}</row>')
    for number, (code, _, given) in enumerate(communes(count), 3):
        scores = ""
        inputs = ""
        for leaf, row in enumerate(given):
            where = places[leaf]
            refs = {name: f"Figures!{letters}{number}" for name, letters in where.items()}
            if leaf in COMPARED:
                refs |= {"MIN": f"Figures!{where['V']}$1", "MAX": f"Figures!{where['V']}$2"}
            formula = escape(kind_of(leaf)[1].format(**refs))
            scores += f'<c r="{column(leaf + 3)}{number}"><f>{formula}</f><v>0</v></c>'
            for figure, letters in zip((one for one in row if one is not None), where.values(), strict=True):
                inputs += (
                    _text(letters, number, figure)
                    if isinstance(figure, str)
                    else f'<c r="{letters}{number}"><v>{figure}</v></c>'
                )
        results.append(
            f'<row r="{number}">{_text("A", number, code)}'
            f'<c r="B{number}"><f>SUM(D{number}:{column(LEAVES + 2)}{number})</f><v>0</v></c>'
            f'<c r="C{number}"><f>RANK(B{number},B$3:B${last})</f><v>0</v></c>{scores}</row>'
        )
        figures.append(f'<row r="{number}">{inputs}</row>')
    _write(path, results, figures, "Figures")


def _write(path: Path, first: list[str], second: list[str], name: str) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for part, content in _PARTS.items():
            package.writestr(part, content.replace("SECOND", name))
        for part, rows in (("xl/worksheets/sheet1.xml", first), ("xl/worksheets/sheet2.xml", second)):
            package.writestr(part, "".join((*rows, "</sheetData></worksheet>")))


_OPEN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def _text(letters: str, number: int, text: str) -> str:
    return f'<c r="{letters}{number}" t="inlineStr"><is><t>{text}</t></is></c>'


_NS = "http://schemas.openxmlformats.org"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_NS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/worksheets/sheet2.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_NS}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_NS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_NS}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_NS}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_NS}/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet2.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_NS}/spreadsheetml/2006/main" xmlns:r="{_NS}/officeDocument/2006/relationships">'
        '<sheets><sheet name="Results" sheetId="1" r:id="r1"/><sheet name="SECOND" sheetId="2" r:id="r2"/></sheets>'
        "</workbook>"
    ),
}
