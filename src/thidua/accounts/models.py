"""The account that signs in. A person of the directory (``organizations.Person``) may have one, or none."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from thidua.base.fields import CharField


class UserManager(BaseUserManager["User"]):
    """Finds accounts by their user name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Give the account with this user name."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """An account. What it may do comes from dated roles in units, never from here."""

    username = CharField(max_length=60, unique=True)
    display_name = CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = UserManager()

    def __str__(self) -> str:
        """The name as shown."""
        return self.display_name

    @property
    def actor_id(self) -> str:
        """Key in the journal."""
        return f"user:{self.pk}"

    @property
    def actor_label(self) -> str:
        """Name in the journal."""
        return self.display_name


class SignInFailure(models.Model):
    """Failed sign-ins of one account name from one address; the delay grows, it never locks for good."""

    username = models.CharField(max_length=60)
    address = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        """One row for each pair."""

        constraints = (models.UniqueConstraint(fields=("username", "address"), name="one_failure_row"),)

    def __str__(self) -> str:
        """Name and address."""
        return f"{self.username} {self.address}"
