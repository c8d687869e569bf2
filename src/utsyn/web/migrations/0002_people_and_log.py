"""People's units and roles; the log becomes a chain that the database guards."""

import hashlib
import json
from datetime import UTC

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import utsyn.web.people.models

FIRST = "0" * 64


def keys(apps, _editor):
    """Give everyone who is there an address for her calendar."""
    for user in apps.get_model("utsyn", "User").objects.filter(feed=None):
        user.feed = utsyn.web.people.models.new_key()
        user.save(update_fields=["feed"])


def chain(apps, _editor):
    """Chain the lines that stand, each as utsyn.web.log would have."""
    previous = FIRST
    for line in apps.get_model("utsyn", "Line").objects.order_by("pk").iterator():
        at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
        parts = [previous, at, line.by_id, line.did, line.about, line.sha256, line.told]
        written = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        line.previous, line.chained = previous, hashlib.sha256(written.encode()).hexdigest()
        line.save(update_fields=["previous", "chained"])
        previous = line.chained


class Migration(migrations.Migration):
    dependencies = [("utsyn", "0001_initial")]

    operations = [
        migrations.AddField("user", "language", models.CharField(blank=True, max_length=2, default=""), preserve_default=False),
        migrations.AddField("user", "feed", models.CharField(max_length=43, null=True)),
        migrations.AddField("user", "invented", models.BooleanField(default=False)),
        migrations.AddField("user", "forgotten", models.DateTimeField(null=True)),
        migrations.RunPython(keys, migrations.RunPython.noop),
        migrations.AlterField(
            "user", "feed", models.CharField(default=utsyn.web.people.models.new_key, max_length=43, unique=True)
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("institution", "Institution"),
                            ("faculty", "Faculty"),
                            ("department", "Department"),
                            ("office", "Office"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ended", models.DateField(blank=True, null=True)),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="utsyn.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(successor__isnull=True) | Q(ended__isnull=False), name="merged_units_end"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="UnitVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("nb", models.CharField(max_length=200)),
                ("nn", models.CharField(blank=True, max_length=200)),
                ("en", models.CharField(blank=True, max_length=200)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="utsyn.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="utsyn.unit"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("unit", "since"), name="one_version_a_day")]},
        ),
        migrations.CreateModel(
            name="Held",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("researcher", "Researcher"),
                            ("department", "Department"),
                            ("coordinator", "Coordinator"),
                            ("office", "Office"),
                            ("leadership", "Leadership"),
                            ("assessor", "Assessor"),
                            ("auditor", "Auditor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=13,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "origin",
                    models.CharField(choices=[("hand", "Hand"), ("groups", "Groups")], default="hand", max_length=6),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="utsyn.unit"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "unit", "role", "since", "origin"), name="a_role_begins_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="roles_end_after"
                    ),
                ]
            },
        ),
        migrations.AlterField("line", "at", models.DateTimeField(db_index=True)),
        migrations.AlterField("line", "about", models.CharField(db_index=True, max_length=120)),
        migrations.AddField("line", "told", models.JSONField(default=dict)),
        migrations.AddField("line", "form", models.CharField(max_length=64, null=True, unique=True)),
        migrations.AddField("line", "previous", models.CharField(max_length=64, null=True)),
        migrations.AddField("line", "chained", models.CharField(max_length=64, null=True)),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AlterField("line", "previous", models.CharField(max_length=64, unique=True)),
        migrations.AlterField("line", "chained", models.CharField(max_length=64, unique=True)),
    ]
