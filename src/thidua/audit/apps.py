"""Nhật ký: the journal of every act."""

from django.apps import AppConfig

from thidua.base.acts import write_entries_with


class AuditConfig(AppConfig):
    """Gives the operations the journal they write to."""

    name = "thidua.audit"

    def ready(self) -> None:
        """Name the journal's writer."""
        from thidua.audit.operations import append  # noqa: PLC0415 - models exist only once apps are ready

        write_entries_with(append)
