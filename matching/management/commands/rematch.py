import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from cities.models import Need
from matching import runs
from matching.models import Run
from matching.tasks import ring_for
from startups.models import Startup

POLL_SECONDS = 0.3


class Command(BaseCommand):
    help = "Match all listed startups with all open needs, by the same code as the nightly job."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--nightly", action="store_true", help="begin with new corpus statistics, as every night")
        parser.add_argument(
            "--follow",
            action="store_true",
            help="leave the work to the Celery worker and follow it; does nothing when everything is scored already",
        )

    def handle(self, *args: Any, nightly: bool, follow: bool, **options: Any) -> None:
        if follow:
            self._follow()
        else:
            self._run(Run.Kind.NIGHTLY if nightly else Run.Kind.FULL)

    def _run(self, kind: str) -> None:
        started = time.monotonic()
        run = runs.start_run(kind)
        if run.state == Run.State.EMBEDDING:
            self.stdout.write("Reading texts ...")
            runs.embed_texts(run)
        for block_id in tqdm(runs.unscored_blocks(run), desc="Scoring", unit="block", file=self.stderr):
            runs.score_block(block_id)
        # Others may be at some of them: they finish them, and perhaps the run, or are killed and leave them here.
        while not run.is_over and (left := runs.unscored_blocks(run)):
            time.sleep(POLL_SECONDS)
            for block_id in left:
                runs.score_block(block_id)
            run.refresh_from_db()
        run = runs.close_run(run)
        if run.state == Run.State.FAILED:
            raise CommandError(f"Run {run.pk} failed: {run.error}")
        if run.state == Run.State.STOPPED:
            raise CommandError(f"Run {run.pk} was stopped by {run.stopped_by}.")
        self.stdout.write(
            json.dumps(
                {
                    "run": run.pk,
                    "needs": run.needs,
                    "startups": run.startups,
                    "matches": run.matches,
                    "seconds": round(time.monotonic() - started, 3),
                }
            )
        )

    def _follow(self) -> None:
        run = Run.objects.unfinished().first()
        if run is None and self._is_up_to_date():
            self.stdout.write("Matching: everything is up to date.")
            return
        run = run or runs.start_run()
        ring_for(run)
        while not run.is_over:
            self.stdout.write(self._progress(run))
            self.stdout.flush()
            time.sleep(POLL_SECONDS)
            run.refresh_from_db()
        self.stdout.write(self._progress(run))

    @staticmethod
    def _is_up_to_date() -> bool:
        due = any(model.objects.listed().due().exists() for model in (Startup, Need))
        return Run.objects.filter(state=Run.State.DONE).exists() and not due

    @staticmethod
    def _progress(run: Run) -> str:
        seconds = ((run.finished_at or timezone.now()) - run.started_at).total_seconds()
        match run.state:
            case Run.State.EMBEDDING:
                return f"Matching: reading texts, {run.texts_done} of {run.texts_total or '?'} ({seconds:.0f} s)"
            case Run.State.SCORING:
                done = run.blocks.exclude(result=None).count()
                pairs = f"{run.startups} startups x {run.needs} needs"
                return f"Matching: scoring {pairs}, {done} of {run.blocks.count()} blocks"
            case Run.State.FAILED:
                return f"Matching: run {run.pk} failed: {run.error}"
            case Run.State.STOPPED:
                return f"Matching: run {run.pk} was stopped."
        return f"Matching: {run.matches} matches of {run.startups} startups and {run.needs} needs in {seconds:.1f} s"
