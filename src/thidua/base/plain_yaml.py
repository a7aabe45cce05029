"""YAML text that comes from outside: small, flat, without aliases; and the line on which each of its values stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import yaml

MOST_DEPTH: Final = 60


class PlainYamlError(ValueError):
    """The text is no plain YAML: its message is a Vietnamese sentence that says what to mend."""


class _Loader(yaml.CSafeLoader):
    """Plain data; a day that is none stays a text, so that whoever reads it can say where it stands."""

    def day(self, node: yaml.ScalarNode) -> Any:
        """A day, or what was written."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.day)


def _refuse_traps(text: str) -> None:
    """Refuse aliases, by which a few lines grow into gigabytes, and nodes that lie deeper than any honest file's."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > MOST_DEPTH:
            raise yaml.YAMLError


def read(text: str, most_bytes: int) -> Any:
    """The data in a YAML text, in NFC; no more than ``most_bytes`` of UTF-8. Raises ``PlainYamlError``."""
    if len(text.encode()) > most_bytes:
        message = f"Tệp quá lớn (tối đa {most_bytes // 1024} KB)."
        raise PlainYamlError(message)
    try:
        composed = unicodedata.normalize("NFC", text)
        _refuse_traps(composed)
        return yaml.load(composed, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"Tệp không đúng cách viết YAML ở dòng {line}. Hãy xem lại dấu hai chấm và thụt dòng."
        raise PlainYamlError(message) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = "Tệp không đọc được như một tệp YAML đơn giản (không dùng & và *, không lồng quá sâu)."
        raise PlainYamlError(message) from error


def lines(text: str) -> dict[str, int]:
    """The line of each value of a text that ``read`` took, by its place: "parameters[0].source"."""
    root = yaml.compose(unicodedata.normalize("NFC", text), Loader=yaml.CSafeLoader)
    return dict(_lines(root, "")) if root is not None else {}


def _lines(node: yaml.Node, place: str) -> Iterator[tuple[str, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, f"{place}.{key.value}" if place else str(key.value))
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from _lines(value, f"{place}[{at}]")
