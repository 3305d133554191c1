"""Codes and values of the engine as sentences in the reader's language, each with facts of that very profile.

A reason names a number, a place or the profile's own words, so that no two candidates of a need share one. Every
sentence is a whole one for the translator; only names, numbers and quoted text are put into it.
"""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from listings.models import reader_language
from matching import engine
from matching.pairing import Pairing
from matching.prose import in_a_row, listed, weeks
from startups.models import Deployment, Startup
from taxonomy import codes
from taxonomy.models import Technology, Topic
from taxonomy.templatetags.figures import figure, yuan_range

MOST_REASONS = 6

PART_LABELS = {
    "meaning": gettext_lazy("Meaning of the texts"),
    "words": gettext_lazy("Shared words"),
    "technology_fit": gettext_lazy("Technology"),
    "topic_fit": gettext_lazy("Field of the problem"),
    "keywords": gettext_lazy("Terms of the field"),
    "proof": gettext_lazy("Where it runs"),
    "maturity": gettext_lazy("Maturity"),
    "budget": gettext_lazy("Price and budget"),
    "china_readiness": gettext_lazy("Readiness for China"),
}

# Share of suggestions in the band that people judged to fit (grade 2 of 3 or better), per 100: docs/matching.md.
OBSERVED_RATES = {engine.Band.SAME_FIELD: 3, engine.Band.WORTH_A_LOOK: 12, engine.Band.STRONG: 38}
JUDGED_NEEDS = 16

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


# --- the lines of the short card --------------------------------------------------------------------------------------


def solves(startup: Startup) -> str:
    """What it solves: the headline; with its technologies in the reader's language where it is in another one."""
    text = startup.text
    if text is None or text.language == reader_language():
        return text.headline if text else ""
    technologies = listed(technology.name for technology in startup.offered)
    return _("%(technologies)s: “%(headline)s”") % {"technologies": technologies, "headline": text.headline}


def runs(pairing: Pairing) -> str:
    """Where it runs: size of the city, year, number."""
    if (deployment := pairing.deployment) is not None:
        return in_a_row([_in_use(deployment), _scale(deployment), _result(deployment)])
    if pairing.startup.trl is not None:
        return _("No deployment stated; technology readiness level TRL %(trl)s.") % {"trl": pairing.startup.trl}
    return _("No deployment stated.")


def band_meaning(band: engine.Band, highest: engine.Band, by_points: engine.Band) -> str:
    """What was observed of suggestions in this band; and why it stands there, when its points would lift it higher."""
    observed = _(
        "Of 100 suggestions as strong as this one about %(rate)s fitted, as people judged them for %(needs)s trial "
        "needs."
    ) % {"rate": OBSERVED_RATES[band], "needs": JUDGED_NEEDS}
    if by_points <= highest:
        return observed
    if highest == engine.Band.SAME_FIELD:
        held = _("By its points it would stand higher; a rule on its technology holds it here until that is cleared.")
    else:
        held = _("By its points it would stand higher; a must-have that the profile says no to holds it here.")
    return in_a_row([observed, held])


# --- reasons ----------------------------------------------------------------------------------------------------------


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
        "where": _where(deployment),
    }


def _place(pairing: Pairing) -> str:
    values, deployment = pairing.reason("deployment"), pairing.deployment
    if values is None or deployment is None:
        return ""
    where = _where(deployment)
    if deployment.since:
        where = _("%(where)s, since %(year)s") % {"where": where, "year": deployment.since}
    evidence = codes.label("evidence", deployment.evidence) or _("no proof named")
    return str(_PLACES[values["in_china"], values["same_size"]]) % {"where": where, "evidence": evidence}


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


def stated_for(key: str, startup: Startup) -> str:
    """What the profile itself states on a requirement (``PRESENCE``, ``MLPS:3``, ``CERTIFICATE:CCC``)."""
    kind, _colon, value = key.partition(":")
    if kind == "CERTIFICATE":
        return _certificate(value, startup)
    if kind == "MLPS":
        return _("MLPS level %(level)s") % {"level": startup.mlps_level}
    if kind == "TRL":
        return _("TRL %(level)s") % {"level": startup.trl}
    code_list, code = {
        "PRESENCE": ("china_presence", startup.presence),
        "MADE_IN_CHINA": ("production_place", startup.production),
        "MATERIALS_ZH": ("materials_in_chinese", startup.materials_in_chinese),
        "DATA_IN_CHINA": ("data_in_china", startup.data_in_china),
    }[kind]
    return codes.label(code_list, code)


def _certificate(kind: str, startup: Startup) -> str:
    row = next(row for row in startup.certificates.all() if row.kind == kind)
    certificate = codes.label("certificate_kind", kind)
    if row.answer != "HAVE":
        answer = codes.label("certificate_answer", row.answer)
        return _("%(certificate)s: %(answer)s") % {"certificate": certificate, "answer": answer}
    if row.number:
        return _("%(certificate)s, number %(number)s") % {"certificate": certificate, "number": row.number}
    return certificate


def _china_keys(pairing: Pairing, *, favourable: bool) -> list[str]:
    said = [reason.values for reason in pairing.reasons if reason.code == "china"]
    return [str(values["requirement"]) for values in said if values["favourable"] is favourable]


# --- pieces -----------------------------------------------------------------------------------------------------------


def _phrase(pairing: Pairing, entries: list[str], quoted: list[str]) -> str:
    words = {word for code in entries for word in pairing.corpus.vocabulary.terms[code]}
    phrase = pairing.evidence.phrase_about(words, quoted)
    quoted.append(phrase)
    return _to_be_quoted(phrase)


def _to_be_quoted(phrase: str) -> str:
    """Without its full stop, and with its own quotation marks as inner ones."""
    return phrase.rstrip("。.").replace("“", "‘").replace("”", "’")


def _where(deployment: Deployment) -> str:
    """The place, with the size of the city where its name does not tell."""
    size = codes.label("population_band", deployment.population_band)
    if not size or any(character.isdigit() for character in deployment.place):
        return deployment.place
    return _("%(place)s (%(size)s)") % {"place": deployment.place, "size": size}


def _in_use(deployment: Deployment) -> str:
    named = {"where": _where(deployment), "year": deployment.since}
    if deployment.since:
        return _("In use since %(year)s: %(where)s.") % named
    return _("In use: %(where)s.") % named


def _scale(deployment: Deployment) -> str:
    return _("Scale: %(scale)s.") % {"scale": deployment.scale} if deployment.scale else ""


def _result(deployment: Deployment) -> str:
    if not deployment.indicator or deployment.after is None:
        return ""
    named = {
        "indicator": deployment.indicator,
        "before": figure(deployment.before, deployment.unit),
        "after": figure(deployment.after, deployment.unit),
    }
    if deployment.before is None:
        return _("Result: %(indicator)s %(after)s.") % named
    return _("Result: %(indicator)s from %(before)s to %(after)s.") % named
