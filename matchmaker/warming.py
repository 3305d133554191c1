"""Loading what the first reader would otherwise wait seconds for: dictionaries, encoder, compiled scoring."""

import logging
import threading
from typing import Any

from celery.signals import worker_process_init
from django.db import connections
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)
SAMPLE = "供水管网漏损 leakage in the water network"
# The first page goes first: in the same process both would take turns.
WEB_SECONDS = 2


def warm_up_web() -> threading.Thread:
    """Answer a question as the home page's box does, beside the first requests."""
    thread = threading.Timer(WEB_SECONDS, _try, args=("matching.cards.cards_for_text", SAMPLE))
    thread.daemon = True
    thread.start()
    return thread


@worker_process_init.connect
def warm_up_worker(**_: Any) -> None:
    """Before the first task, not beside it: both would load the same."""
    _try("matching.corpus.warm_up")


def _try(function: str, *arguments: str) -> None:
    try:
        import_string(function)(*arguments)
    except Exception:
        # No table, no reference data, no database yet: whoever needs them will say so; the first use is slow then.
        log.warning("Not warmed up: %s%s failed.", function, arguments, exc_info=True)
    finally:
        connections.close_all()
