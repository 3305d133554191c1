from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0004_move_verified_dates_into_rows'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='department',
            name='verified_at',
        ),
        migrations.RemoveField(
            model_name='department',
            name='verified_by',
        ),
    ]
