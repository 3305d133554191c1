"""What a browser would send back of an admin page that nobody has touched."""

from typing import Any

from django.forms import CheckboxInput, MultiWidget
from django.http import HttpResponse


def as_shown(page: HttpResponse) -> dict[str, Any]:
    sent = _fields(page.context["adminform"].form)
    for inline in page.context["inline_admin_formsets"]:
        sent |= _fields(inline.formset.management_form)
        for form in inline.formset.initial_forms:
            sent |= _fields(form)
    return sent


def one_more(sent: dict[str, Any], prefix: str, **values: Any) -> dict[str, Any]:
    """The same with one more row in the inline."""
    number = int(sent[f"{prefix}-TOTAL_FORMS"])
    return (
        sent
        | {f"{prefix}-TOTAL_FORMS": number + 1}
        | {f"{prefix}-{number}-{key}": value for key, value in values.items()}
    )


def _fields(form: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    for bound in form:
        value, widget = bound.value(), bound.field.widget
        if isinstance(widget, MultiWidget):
            parts = widget.decompress(value)
            sent |= {f"{bound.html_name}_{number}": part or "" for number, part in enumerate(parts)}
        elif isinstance(widget, CheckboxInput):
            sent |= {bound.html_name: "on"} if value else {}
        elif value is not None:
            sent[bound.html_name] = value
    return sent
