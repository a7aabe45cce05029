"""Who lives in the made-up commune: units, posts and names from a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Post:
    """One person of the commune before the person exists in the directory."""

    unit: str
    index: int
    staff_code: str
    name: str
    female: bool
    position: str
    category: str
    head: bool
    reform: str
    role: str
    ethnicity: str
    local: bool
    procedures: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The place that the plan's issuer names: ``cap`` is "xã", ``ten`` "Dương Quỳ", ``co_quan`` the full authority.

    ``tinh``: the province, "tỉnh Lào Cai", where a document that the plan rests on was issued by one.
    """

    cap: str
    ten: str
    co_quan: str
    tinh: str = ""


def commune() -> dict[str, Any]:
    """The units, posts, council and tasks of the made-up commune."""
    text = files("thidua.desk.demo").joinpath("data/commune.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(text)
    return told


LEVEL_WORDS = ("xã", "phường", "đặc khu", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tỉnh")


def province_of(bases: Sequence[Mapping[str, Any]]) -> str:
    """The province whose People's Committee issued a document that the plan rests on; nothing where none did."""
    for basis in bases:
        place = place_of(str(basis.get("issuer") or ""))
        if place.cap == "tỉnh":
            return f"tỉnh {place.ten}"
    return ""


def place_of(issuer: str) -> Place:
    """The place out of an issuer such as "UBND xã Dương Quỳ"."""
    rest = issuer
    for head in ("Ủy ban nhân dân", "Uỷ ban nhân dân", "UBND"):
        if rest.lower().startswith(head.lower()):
            rest = rest[len(head) :].strip()
            break
    for word in LEVEL_WORDS:
        if rest.lower().startswith(word + " "):
            name = rest[len(word) :].strip()
            return Place(word, name, f"Ủy ban nhân dân {word} {name}")
    return Place("xã", rest or "Nà Mây", f"Ủy ban nhân dân {rest}" if rest else "Ủy ban nhân dân xã Nà Mây")


def posts(told: dict[str, Any], place: Place, chance: Random) -> list[Post]:
    """Sixty people in the leadership and the eight scored units, and six of the partner bodies."""
    names = told["names"]
    taken: set[str] = set()
    result: list[Post] = []
    words = {"cap": place.cap, "ten": place.ten, "co_quan": place.co_quan}
    longest = chance.randrange(10, 50)
    for unit in told["units"]:
        for index, post in enumerate(unit["posts"]):
            number = len(result) + 1
            female = bool(post.get("female", chance.choice((True, False))))
            name = _name(names, chance, taken, female=female)
            if number >= longest and female and names["longest"] not in taken:
                name = names["longest"]
                taken.add(name)
            result.append(
                Post(
                    unit=unit["code"],
                    index=index,
                    staff_code=f"CB{number:03d}",
                    name=name,
                    female=female,
                    position=post["position"].format(**words),
                    category=post["category"],
                    head=bool(post.get("head", False)),
                    reform=post.get("reform", ""),
                    role=post.get("role", ""),
                    ethnicity=chance.choice(names["ethnicities"]),
                    local=chance.choice((True, True, False)),
                    procedures=bool(post.get("procedures", False)),
                )
            )
    return result


def _name(names: dict[str, list[str]], chance: Random, taken: set[str], *, female: bool) -> str:
    side = "female" if female else "male"
    for _ in range(200):
        family = chance.choice(names["families"])
        middle = (
            "Thị"
            if female and family in {"Giàng", "Vàng", "Thào"}
            else chance.choice(names[f"middles_{side}"])
        )
        name = f"{family} {middle} {chance.choice(names[f'given_{side}'])}"
        if name not in taken:
            taken.add(name)
            return name
    raise LookupError("names")
