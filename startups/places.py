"""Countries where a product may run, and cities that a startup does not serve, in the reader's language.

Countries go by ISO 3166. Cities go by their division codes, which are all that startups know of them: an app that has
both sides names them.
"""

import re
from collections.abc import Callable

from django import forms
from django.utils.translation import gettext as _

Choices = list[tuple[str, list[tuple[str, str]]]]

# Each gives cities in groups: [(province, [(division code, name)])].
city_lists: list[Callable[[], Choices]] = []


def city_choices() -> Choices:
    return [group for named in city_lists for group in named()]


def country_choices() -> list[tuple[str, str]]:
    """China and Israel first, then by name."""
    others = {
        "AE": _("United Arab Emirates"),
        "AT": _("Austria"),
        "AU": _("Australia"),
        "BE": _("Belgium"),
        "BR": _("Brazil"),
        "CA": _("Canada"),
        "CH": _("Switzerland"),
        "CL": _("Chile"),
        "CO": _("Colombia"),
        "CY": _("Cyprus"),
        "CZ": _("Czechia"),
        "DE": _("Germany"),
        "DK": _("Denmark"),
        "ES": _("Spain"),
        "FI": _("Finland"),
        "FR": _("France"),
        "GB": _("United Kingdom"),
        "GR": _("Greece"),
        "HR": _("Croatia"),
        "HU": _("Hungary"),
        "ID": _("Indonesia"),
        "IE": _("Ireland"),
        "IN": _("India"),
        "IT": _("Italy"),
        "JP": _("Japan"),
        "KE": _("Kenya"),
        "KR": _("South Korea"),
        "MA": _("Morocco"),
        "MT": _("Malta"),
        "MX": _("Mexico"),
        "MY": _("Malaysia"),
        "NL": _("Netherlands"),
        "NO": _("Norway"),
        "PH": _("Philippines"),
        "PL": _("Poland"),
        "PT": _("Portugal"),
        "RO": _("Romania"),
        "SA": _("Saudi Arabia"),
        "SE": _("Sweden"),
        "SG": _("Singapore"),
        "TH": _("Thailand"),
        "TR": _("Türkiye"),
        "US": _("United States"),
        "VN": _("Vietnam"),
        "ZA": _("South Africa"),
    }
    first = [("", _("not stated")), ("CN", _("China")), ("IL", _("Israel"))]
    return [*first, *sorted(others.items(), key=lambda choice: choice[1])]


class CountrySelect(forms.Select):
    def optgroups(self, name, value, attrs=None):
        offered = dict(self.choices)
        # A profile from a file may name a country that is not offered here; saving the form must not drop it.
        self.choices = [*offered.items(), *((code, code) for code in value if code and code not in offered)]
        return super().optgroups(name, value, attrs)


class CountryField(forms.ChoiceField):
    widget = CountrySelect

    def __init__(self, **kwargs):
        super().__init__(choices=country_choices, required=False, **kwargs)

    def valid_value(self, value):
        return bool(re.fullmatch("[A-Z]{2}", value))
