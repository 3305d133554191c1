from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('startups', '0004_move_verified_dates_into_rows'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='deployment',
            name='verified_at',
        ),
        migrations.RemoveField(
            model_name='startup',
            name='verified_at',
        ),
    ]
