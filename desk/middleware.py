from django.db import InterfaceError, OperationalError

from desk.errors import unavailable

# No page uses any of these, so no script that gets into one may either.
UNUSED = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class BrowserLimitsMiddleware:
    """Pages use no device of their reader, and no other site may embed what is sent from here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", UNUSED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class DatabaseAwayMiddleware:
    """For errors of views; those of other middlewares, which read the session, reach `desk.errors.server_error`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return unavailable() if isinstance(exception, OperationalError | InterfaceError) else None
