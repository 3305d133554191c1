from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taxonomy import codes


class CodeSelect(forms.Select):
    list_name = ""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> Any:
        self.choices = _with_chosen(self.list_name, self.choices, value)
        return super().optgroups(name, value, attrs)


class CodeCheckboxes(forms.CheckboxSelectMultiple):
    list_name = ""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> Any:
        self.choices = _with_chosen(self.list_name, self.choices, value)
        return super().optgroups(name, value, attrs)


class CodeChoiceField(forms.ChoiceField):
    """One code of a list, chosen by its name in the reader's language."""

    widget = CodeSelect

    def __init__(self, *, list_name: str, required: bool = True, widget: Any = None, **kwargs: Any):
        self.list_name = list_name
        blank = _("please choose") if required else _("not stated")
        # The admin hands every CharField a text input; only a widget with choices makes sense here.
        widget = widget if _has_choices(widget) else None
        super().__init__(choices=partial(codes.choices, list_name, blank), required=required, widget=widget, **kwargs)
        self.widget.list_name = list_name

    def valid_value(self, value: str) -> bool:
        return codes.find(self.list_name, value) is not None


class CodeMultipleChoiceField(forms.MultipleChoiceField):
    """Several codes of a list, for an ArrayField of CodeField."""

    widget = CodeCheckboxes

    def __init__(self, *, list_name: str, **kwargs: Any):
        self.list_name = list_name
        super().__init__(choices=partial(codes.choices, list_name), **kwargs)
        self.widget.list_name = list_name

    def valid_value(self, value: str) -> bool:
        return codes.find(self.list_name, value) is not None


def _has_choices(widget: Any) -> bool:
    kind = widget if isinstance(widget, type) else type(widget)
    return issubclass(kind, forms.widgets.ChoiceWidget)


def _with_chosen(list_name: str, choices: Any, chosen: list[str]) -> list[tuple[str, str]]:
    """Adds the retired codes that the row already holds: saving the form would drop what it does not offer."""
    offered = dict(choices)
    held = (codes.find(list_name, code) for code in chosen if code and code not in offered)
    return [*offered.items(), *((code.code, code.name) for code in held if code)]
