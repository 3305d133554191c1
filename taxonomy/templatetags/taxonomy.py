"""{% load taxonomy %}: {{ need.stage|code_label:"need_stage" }} and its like."""

from collections.abc import Iterable

from django import template

from taxonomy import codes

register = template.Library()


@register.filter
def code_label(code: str | None, list_name: str) -> str:
    return codes.label(list_name, code)


@register.filter
def code_labels(chosen: Iterable[str] | None, list_name: str) -> list[str]:
    """{{ startup.cooperation|code_labels:"cooperation"|join:", " }}"""
    return [codes.label(list_name, code) for code in chosen or []]


@register.filter
def code_note(code: str | None, list_name: str) -> str:
    return codes.note(list_name, code)


@register.filter
def unit(code: str | None) -> str:
    """{{ kpi.target }} {{ kpi.unit|unit }}: 12 %, 45 days, 3"""
    return codes.unit(code)
