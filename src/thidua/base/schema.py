"""The tables of a home: a new one gets those of today at once, an older one is brought to this version."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def bring_up() -> None:
    """Bring the database to this version; what is there stays.

    An empty one need not go the way of all versions: it gets the tables of today and the mark that every migration is
    done, in one transaction. That the models and the migrations agree is checked with every change (``dev.py check``).
    """
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
        return
    loader = MigrationLoader(connection)
    done = MigrationRecorder.Migration
    with connection.schema_editor() as editor:
        editor.create_model(done)
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        done.objects.bulk_create(done(app=app, name=name) for app, name in sorted(loader.disk_migrations))
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
