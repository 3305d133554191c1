"""How every answer of the API behaves, whatever it is about: its language, limits and errors."""

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext_noop
from rest_framework.exceptions import NotFound

# Sentences of REST framework that writers of a draft read. It has no Hebrew of its own.
SENTENCES = (
    gettext_noop("This field is required."),
    gettext_noop("This field may not be null."),
    gettext_noop("This field may not be blank."),
    gettext_noop("Enter a valid URL."),
    gettext_noop('"{input}" is not a valid choice.'),
    gettext_noop("Ensure this field has no more than {max_length} characters."),
    gettext_noop("Ensure this value is less than or equal to {max_value}."),
    gettext_noop("Ensure this value is greater than or equal to {min_value}."),
    gettext_noop("Ensure that there are no more than {max_digits} digits in total."),
    gettext_noop("Ensure that there are no more than {max_decimal_places} decimal places."),
)


class ApiLanguageMiddleware:
    """Django's own speaks English wherever the path names no language; the API has one path for all of them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith("/api/"):
            translation.activate(translation.get_language_from_request(request))
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


def handle_exception(exception, context):
    """Django's 404 names the model it looked for; ours is the same for everything that cannot be seen."""
    # The framework's views read this module's names from the settings while they are being imported.
    from rest_framework import views

    return views.exception_handler(NotFound() if isinstance(exception, Http404) else exception, context)
