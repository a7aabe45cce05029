"""Model fields that keep their promise on every path of writing."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

from thidua.engine import text as words

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    _Text = models.TextField[str | Combinable, str]
    _Char = models.CharField[str | Combinable, str]
else:
    _Text, _Char = models.TextField, models.CharField


class TextField(_Text):
    """Text normalised to NFC at the door of the database."""

    def get_prep_value(self, value: Any) -> Any:
        """Normalise what is written and what is searched for."""
        prepared = super().get_prep_value(value)
        return unicodedata.normalize("NFC", prepared) if isinstance(prepared, str) else prepared


class CharField(_Char):
    """Short text normalised to NFC at the door of the database."""

    def get_prep_value(self, value: Any) -> Any:
        """Normalise what is written and what is searched for."""
        prepared = super().get_prep_value(value)
        return unicodedata.normalize("NFC", prepared) if isinstance(prepared, str) else prepared


class DerivedKeyField(_Char):
    """A key made from another field in ``pre_save``, so that bulk work has it too."""

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        """Remember the name of the field that the key is made from."""
        self.source = source
        kwargs.setdefault("max_length", 600)
        kwargs.setdefault("db_index", True)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Keep the source in migrations."""
        name, path, args, kwargs = super().deconstruct()
        kwargs["source"] = self.source
        return name, path, args, kwargs

    def make(self, instance: models.Model) -> str:
        """Give the key for one row."""
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 - Django's signature
        """Make the key anew at each save."""
        value = self.make(model_instance)[: self.max_length or 600]
        setattr(model_instance, self.attname, value)
        return value


class SearchField(DerivedKeyField):
    """Folded text: "duong quy" finds "Dương Quỳ"."""

    def make(self, instance: models.Model) -> str:
        """Fold the source."""
        return words.fold(str(getattr(instance, self.source)))


class SortKeyField(DerivedKeyField):
    """The Vietnamese order; a person by given name, then middle, then family name."""

    def make(self, instance: models.Model) -> str:
        """Make the key; ``kind == "person"`` on the row asks for the order of names."""
        return words.sort_key(
            str(getattr(instance, self.source)), person=getattr(instance, "kind", "") == "person"
        )


def state_field(initial: StrEnum, **kwargs: Any) -> Any:
    """A column that holds one state of the engine's flow; its labels stand in the app's ``choices``."""
    return models.CharField(max_length=24, default=initial.value, db_index=True, **kwargs)


def state_check(states: type[StrEnum], name: str, column: str = "state") -> models.CheckConstraint:
    """The database itself refuses a state that the engine does not know."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": [s.value for s in states]}), name=name
    )
