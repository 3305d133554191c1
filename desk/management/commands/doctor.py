from django.core.management.base import BaseCommand, CommandError

from desk.health import ALL, examine


class Command(BaseCommand):
    help = "Check a running installation: database, broker, worker heartbeat, beat, migrations, disk, settings."
    # A sick installation must still be able to say what it suffers from.
    requires_system_checks = []

    def handle(self, *args, **options):
        findings = examine(ALL)
        for finding in findings:
            style, mark = (self.style.SUCCESS, "ok ") if finding.is_good else (self.style.ERROR, "BAD")
            self.stdout.write(style(f"{mark} {finding.name}: {finding.sentence}"))
        if not all(finding.is_good for finding in findings):
            raise CommandError("Something above needs mending.")
