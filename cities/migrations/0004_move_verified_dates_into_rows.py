from django.db import migrations


def to_rows(apps, schema_editor):
    Department, Verification = (apps.get_model("cities", name) for name in ("Department", "DepartmentVerification"))
    for department in Department.objects.filter(verified_at__isnull=False):
        Verification.objects.create(
            department=department, method="earlier", state="confirmed",
            subject=f"{department.city_id} {department.name_zh}", decided_by=department.verified_by,
            asked_at=department.verified_at, decided_at=department.verified_at,
        )


def to_columns(apps, schema_editor):
    Department, Verification = (apps.get_model("cities", name) for name in ("Department", "DepartmentVerification"))
    for row in Verification.objects.filter(state="confirmed").order_by("decided_at"):
        Department.objects.filter(pk=row.department_id).update(
            verified_at=row.decided_at, verified_by=row.decided_by
        )


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0003_keep_verifications_as_rows'),
    ]

    operations = [
        migrations.RunPython(to_rows, to_columns),
    ]
