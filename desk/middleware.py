from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = 10


class DatabaseAwayMiddleware:
    """A database that is away is 503 with Retry-After: the reader, and a load balancer, should come back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return self._unavailable()

    def process_exception(self, request, exception):
        return self._unavailable() if isinstance(exception, OperationalError | InterfaceError) else None

    @staticmethod
    def _unavailable():
        page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
