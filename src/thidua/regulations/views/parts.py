"""What the pages of the law share: whose law, which day, a value as a row."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from thidua.audit import queries as audit
from thidua.base.forms import DateField
from thidua.engine.parameters import LAW, Confidence, Instrument, Parameter
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer
from thidua.regulations import queries
from thidua.regulations.choices import CONFIDENCE, LAYERS, PAPERS, Value
from thidua.regulations.models import OwnText, OwnValue
from thidua.regulations.wording import Names, listing, worded

HERE = "law_values"


def authority_of(viewer: Viewer) -> Unit:
    """The authority whose law the viewer reads; Http404 where there is none."""
    found = queries.authorities_of(viewer)
    if not found:
        raise Http404
    return found[0]


def day_of(request: HttpRequest, viewer: Viewer) -> tuple[date, str]:
    """The day that was asked for, else today; and what is wrong with what was typed."""
    told = request.GET.get("ngay", "").strip()
    if not told:
        return viewer.on, ""
    try:
        return DateField().clean(told), ""
    except ValidationError as error:
        return viewer.on, error.messages[0]


def days(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """The day of the page for its template, with what was typed and what is wrong with it."""
    on, fault = day_of(request, viewer)
    return {"on": on, "fault": fault, "typed": request.GET.get("ngay", "") or f"{on:%d/%m/%Y}"}


def row_of(
    key: str, value: Value, parameter: Parameter | None, layer: queries.Layer, names: Names
) -> dict[str, Any]:
    """A value as a row: its words, its table where it is a list, where it stands, how far it may be trusted."""
    return {
        "key": key,
        "kind": value.kind,
        "name": value.name,
        "value": worded(parameter, value.kind) if parameter else "",
        "listing": listing(parameter, names) if parameter and value.kind == "list" else None,
        "parameter": parameter,
        "layer": _by(layer, "default" if parameter and _is_default(layer, parameter) else layer.code),
        "confidence": CONFIDENCE[parameter.confidence.value] if parameter else None,
    }


def text_of(layer: queries.Layer, text: Instrument, on: date) -> dict[str, Any]:
    """A legal text as a row."""
    return {
        "text": text,
        "name": text.title if text.kind == LAW else f"{text.kind} của {text.issuer} {text.title}",
        "own": int(text.key.removeprefix("own_")) if layer.code == queries.OWN else None,
        "layer": _by(layer, layer.code),
        "confidence": CONFIDENCE[text.confidence.value],
        "in_force": text.in_force(on),
        "papers": ", ".join(word for topic, word in PAPERS.items() if topic in text.topics),
    }


def _by(layer: queries.Layer, code: str) -> str:
    told = LAYERS.get(code, "")
    return f"{told} ({layer.by})" if layer.by else told


def _is_default(layer: queries.Layer, parameter: Parameter) -> bool:
    """Whether no law says so: the program's own value until the authority sets one."""
    return layer.code == queries.NATIONAL and parameter.confidence is Confidence.HOUSE


def history_of(rows: QuerySet[OwnValue] | QuerySet[OwnText]) -> list[audit.Line]:
    """Who set, ended or withdrew what the authority itself holds, the newest first."""
    return audit.told(*rows)
