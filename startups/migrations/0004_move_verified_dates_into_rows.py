import hashlib
import json

from django.db import migrations


def reference_of(row):
    """As startups.subjects had it when this was written."""
    plain = [None if number is None else format(number.normalize(), "f") for number in (row.before, row.after)]
    facts = [
        row.place_en, row.place_zh, row.country, row.population_band, row.since, row.scale_en, row.scale_zh,
        row.indicator_en, row.indicator_zh, *plain, row.unit,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def to_rows(apps, schema_editor):
    Startup, Deployment, Verification = (
        apps.get_model("startups", name) for name in ("Startup", "Deployment", "StartupVerification")
    )
    for startup in Startup.objects.filter(verified_at__isnull=False):
        Verification.objects.create(
            startup=startup, method="earlier", state="confirmed", subject=startup.legal_name or startup.name,
            asked_at=startup.verified_at, decided_at=startup.verified_at,
        )
    for row in Deployment.objects.filter(verified_at__isnull=False):
        Verification.objects.get_or_create(
            startup=row.startup, method="customer", state="confirmed", subject=reference_of(row),
            defaults={"asked_at": row.verified_at, "decided_at": row.verified_at},
        )


def to_columns(apps, schema_editor):
    Startup, Deployment, Verification = (
        apps.get_model("startups", name) for name in ("Startup", "Deployment", "StartupVerification")
    )
    confirmed = Verification.objects.filter(state="confirmed")
    for row in confirmed.exclude(method="customer"):
        Startup.objects.filter(pk=row.startup_id).update(verified_at=row.decided_at)
    at = {(row.startup_id, row.subject): row.decided_at for row in confirmed.filter(method="customer")}
    for row in Deployment.objects.filter(startup__in={startup for startup, _subject in at}):
        row.verified_at = at.get((row.startup_id, reference_of(row)))
        row.save(update_fields=["verified_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('startups', '0003_keep_verifications_as_rows'),
    ]

    operations = [
        migrations.RunPython(to_rows, to_columns),
    ]
