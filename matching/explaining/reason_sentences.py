"""Why this candidate: the engine's reasons as sentences, each with a number, a place or the words of that very profile.

So no two candidates of a need share one. What speaks against a candidate is said here too, for the list of gaps.
"""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.explaining.pairing import Pairing
from matching.explaining.prose import in_a_row, listed, weeks
from matching.explaining.sentences import where
from matching.explaining.stated import stated_for
from startups.models import Startup
from taxonomy import codes
from taxonomy.models import Technology, Topic
from taxonomy.templatetags.figures import figure, yuan_range

MOST_REASONS = 6

# From this affinity on; the first that fits is said.
_SERVING = (
    (0.95, gettext_lazy("%(technology)s is made for this kind of problem (%(topic)s): “%(phrase)s”.")),
    (0.7, gettext_lazy("%(technology)s is a main part of a solution for %(topic)s: “%(phrase)s”.")),
    (0.4, gettext_lazy("%(technology)s is a useful part of a solution for %(topic)s: “%(phrase)s”.")),
    (0.0, gettext_lazy("%(technology)s helps at the edge of %(topic)s: “%(phrase)s”.")),
)

# (in China, in a city of the same size)
_PLACES = {
    (True, True): gettext_lazy("In use in China, in a city of the same size: %(where)s (%(evidence)s)."),
    (True, False): gettext_lazy("In use in China: %(where)s (%(evidence)s)."),
    (False, True): gettext_lazy("In use outside China, in a city of the same size: %(where)s (%(evidence)s)."),
    (False, False): gettext_lazy("In use outside China: %(where)s (%(evidence)s)."),
}

Terms = Mapping[str, Technology | Topic]


def reasons(pairing: Pairing, terms: Terms) -> tuple[str, ...]:
    """Why this one, what weighs most with an official first. ``terms``: technologies and topics by code."""
    given: list[str] = []
    quoted: list[str] = []
    for sentence in _reasons(pairing, terms, quoted):
        if sentence and sentence not in given:
            given.append(sentence)
    return tuple(given[:MOST_REASONS])


def _reasons(pairing: Pairing, terms: Terms, quoted: list[str]) -> Iterator[str]:
    yield _topic(pairing, terms, quoted)
    yield _kpi(pairing)
    yield _place(pairing)
    yield _figures(pairing, quoted)
    yield _maturity(pairing, enough=True)
    yield _cost(pairing, within=True)
    yield _china(pairing)
    yield _technology(pairing, terms, quoted)
    yield _words(pairing)


def _topic(pairing: Pairing, terms: Terms, quoted: list[str]) -> str:
    values = pairing.reason("topic_served")
    if values is None:
        return ""
    phrase = _phrase(pairing, [values["technology"], values["topic"]], quoted)
    sentence = next(sentence for least, sentence in _SERVING if values["affinity"] >= least)
    named = {"technology": terms[values["technology"]].name, "topic": terms[values["topic"]].name}
    return str(sentence) % {**named, "phrase": phrase} if phrase else ""


def _technology(pairing: Pairing, terms: Terms, quoted: list[str]) -> str:
    """A second technology that the need is about; the first one has served its topic already."""
    values, served = pairing.reason("technology_shared"), pairing.reason("topic_served")
    if values is None or not values["declared"] or (served and served["technology"] == values["technology"]):
        return ""
    phrase = _phrase(pairing, [values["technology"]], quoted)
    if not phrase:
        return ""
    return _("The need is about %(technology)s too: “%(phrase)s”.") % {
        "technology": terms[values["technology"]].name,
        "phrase": phrase,
    }


def _kpi(pairing: Pairing) -> str:
    if pairing.answered_kpi is None:
        return ""
    kpi, deployment = pairing.answered_kpi
    return _(
        "Wanted: %(indicator)s %(target)s (today %(baseline)s). Reached already: %(after)s (before: %(before)s) – "
        "%(where)s."
    ) % {
        "indicator": kpi.indicator,
        "baseline": figure(kpi.baseline, kpi.unit),
        "target": figure(kpi.target, kpi.unit),
        "before": figure(deployment.before, deployment.unit),
        "after": figure(deployment.after, deployment.unit),
        "where": where(deployment),
    }


def _place(pairing: Pairing) -> str:
    values, deployment = pairing.reason("deployment"), pairing.deployment
    if values is None or deployment is None:
        return ""
    place = where(deployment)
    if deployment.since:
        place = _("%(where)s, since %(year)s") % {"where": place, "year": deployment.since}
    evidence = codes.label("evidence", deployment.evidence) or _("no proof named")
    return str(_PLACES[values["in_china"], values["same_size"]]) % {"where": place, "evidence": evidence}


def _figures(pairing: Pairing, quoted: list[str]) -> str:
    """The advantage as a number, which the profile is asked for."""
    phrase = pairing.evidence.figures(pairing.evidence.scale.focus, quoted)
    quoted.append(phrase)
    return _("Its advantage in figures: “%(phrase)s”.") % {"phrase": _to_be_quoted(phrase)} if phrase else ""


def _words(pairing: Pairing) -> str:
    pairs = listed(f"{pair.need} – {pair.startup}" for pair in pairing.evidence.pairs)
    return _("Both texts name the same things: %(pairs)s.") % {"pairs": pairs} if pairs else ""


def _maturity(pairing: Pairing, *, enough: bool) -> str:
    values, startup = pairing.reason("trl_for_stage"), pairing.startup
    if values is None or values["enough"] is not enough:
        return ""
    named = {
        "trl": values["trl"],
        "meaning": codes.label("trl", str(values["trl"])),
        "stage": codes.label("need_stage", values["stage"]),
    }
    if not enough:
        return _("TRL %(trl)s (%(meaning)s) is early for the stage of this need: %(stage)s.") % named
    fits = _("TRL %(trl)s (%(meaning)s) is enough for the stage of this need: %(stage)s.") % named
    return in_a_row([fits, _in_operation(startup)])


def _in_operation(startup: Startup) -> str:
    units, years = startup.units_in_operation, startup.years_in_operation
    return in_a_row(
        [
            ngettext("%(units)s unit in operation.", "%(units)s units in operation.", units) % {"units": figure(units)}
            if units
            else "",
            ngettext("In operation for %(years)s year.", "In operation for %(years)s years.", years) % {"years": years}
            if years
            else "",
        ]
    )


def _cost(pairing: Pairing, *, within: bool) -> str:
    values, startup = pairing.reason("pilot_cost"), pairing.startup
    if values is None or values["within"] is not within:
        return ""
    named = {
        "cost": yuan_range(values["low"], values["high"]),
        "budget": codes.label("budget_band", values["budget_band"]),
    }
    if not within:
        return _("A pilot costs %(cost)s, more than the budget of the need: %(budget)s.") % named
    return in_a_row(
        [
            _("A pilot costs %(cost)s and fits the budget of the need: %(budget)s.") % named,
            weeks(startup),
            _("The city brings: %(things)s.")
            % {"things": listed(codes.label("city_brings", code) for code in startup.city_brings)}
            if startup.city_brings
            else "",
        ]
    )


def _china(pairing: Pairing) -> str:
    things = listed(stated_for(key, pairing.startup) for key in _china_keys(pairing, favourable=True))
    interfaces = listed(pairing.startup.interfaces)
    # Codes alone are the same in many profiles; the lines on requirements tell them anyway.
    if not things or not (interfaces or any(character.isdigit() for character in things)):
        return ""
    return in_a_row(
        [
            _("Ready for China: %(things)s.") % {"things": things},
            _("Interfaces: %(interfaces)s.") % {"interfaces": interfaces} if interfaces else "",
        ]
    )


def objections(pairing: Pairing) -> list[str]:
    """What speaks against the pair beside the requirements of the need: too early, too dear, unready for China."""
    asked = {requirement.kind for requirement in pairing.asked.view.facts.requirements}
    unready = [key for key in _china_keys(pairing, favourable=False) if key.partition(":")[0] not in asked]
    things = listed(stated_for(key, pairing.startup) for key in unready)
    return [
        sentence
        for sentence in (
            _maturity(pairing, enough=False),
            _cost(pairing, within=False),
            _("What makes it harder in China: %(things)s.") % {"things": things} if things else "",
        )
        if sentence
    ]


def _china_keys(pairing: Pairing, *, favourable: bool) -> list[str]:
    said = [reason.values for reason in pairing.reasons if reason.code == "china"]
    return [str(values["requirement"]) for values in said if values["favourable"] is favourable]


def _phrase(pairing: Pairing, entries: list[str], quoted: list[str]) -> str:
    words = {word for code in entries for word in pairing.corpus.vocabulary.terms[code]}
    phrase = pairing.evidence.phrase_about(words, quoted)
    quoted.append(phrase)
    return _to_be_quoted(phrase)


def _to_be_quoted(phrase: str) -> str:
    """Without its full stop, and with its own quotation marks as inner ones."""
    return phrase.rstrip("。.").replace("“", "‘").replace("”", "’")
