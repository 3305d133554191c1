"""The score again, written down a second time: plain loops over raw facts, sharing nothing with the engine's maps.

Every constant is repeated here on purpose. Changing one of the engine's has to be done twice, knowingly.
"""

import math

WEIGHT = {
    "meaning": 1.0 / 0.0986,
    "words": 0.4 / 0.0968,
    "technology_fit": 0.2 / 0.1447,
    "topic_fit": 0.3 / 0.0578,
    "keywords": 0.2 / 0.1747,
    "proof": 0.6,
    "maturity": 0.15,
    "budget": 0.1,
    "china_readiness": 0.1,
}
EVIDENCE = {
    "AWARD_CN": 1.0, "DEPLOY_CN": 1.0, "ACCEPTANCE": 0.9, "DEPLOY_CITY": 0.8, "REF": 0.6, "PILOT": 0.5, "TEST": 0.4,
    "CERT": 0.4, "PATENT": 0.2, "PAPER": 0.2, "VIDEO": 0.2,
}  # fmt: skip
PRESENCE = {"NONE": -1.0, "AGENT": 0.4, "SI": 0.5, "LIC": 0.6, "JV": 0.8, "WFOE": 0.9, "ODM": 1.0}
# Stage -> (TRL of value 0, TRL of value 1)
STAGE = {"IDEA": (4, 7), "STUDY": (5, 8), "PLAN": (6, 8), "PILOT": (6, 8), "BUDGET": (7, 9), "TENDER": (8, 9)}


def parts(need, need_text, startup, startup_text, vocabulary, snapshot):
    """Part code -> its points of the score."""
    technologies = list(zip(vocabulary.technologies, vocabulary.technology_vectors, strict=True))
    topics = list(zip(vocabulary.topics, vocabulary.topic_vectors, strict=True))
    wanted = _shares(need.technologies, need_text, technologies)
    offered = _shares(startup.technologies, startup_text, technologies)
    about = _shares(need.topics, need_text, topics)
    impact = {word: _impact(word, startup_text.words, snapshot) for word in startup_text.words}
    raw = {
        "meaning": _dot(need_text.vector, startup_text.vector) - 0.12,
        "words": _words(need_text.words, impact),
        "technology_fit": sum(math.sqrt(wanted[code] * offered[code]) for code in wanted),
        "topic_fit": sum(
            about[topic] * float(vocabulary.affinity[row][column]) * offered[technology]
            for row, topic in enumerate(vocabulary.topics)
            for column, technology in enumerate(vocabulary.technologies)
        ),
        "keywords": _keywords(wanted, impact, vocabulary) + _keywords(about, impact, vocabulary),
        "proof": max((_worth(deployment, need, vocabulary) for deployment in startup.deployments), default=0.0),
        "maturity": _maturity(need.stage, startup.trl),
        "budget": _budget(need.budget_band, startup, vocabulary),
        "china_readiness": _china(need, startup),
    }
    return {code: value * WEIGHT[code] for code, value in raw.items()}


def _dot(left, right):
    return sum(float(a) * float(b) for a, b in zip(left, right, strict=True))


def _shares(declared, text, entries):
    if declared:
        total = len(declared) + 1
        return {code: (2 if code == declared[0] else 1) / total if code in declared else 0.0 for code, _ in entries}
    powers = {
        code: math.exp((_dot(text.vector, vector) + 0.05 * text.hits.get(code, 0)) / 0.06) for code, vector in entries
    }
    total = sum(powers.values())
    return {code: power / total for code, power in powers.items()}


def _impact(word, words, snapshot):
    held = dict(zip(snapshot.words, snapshot.documents, strict=True)).get(word, 0.0)
    idf = math.log(1 + (snapshot.profiles - held + 0.5) / (held + 0.5)) / snapshot.unit
    count = words[word]
    return idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * sum(words.values()) / 25))


def _words(asked, impact):
    weights = {word: weight / (weight + 1.2) for word, weight in asked.items()}
    length = math.sqrt(sum(weight**2 for weight in weights.values()))
    return sum(weight / length * impact.get(word, 0.0) for word, weight in weights.items())


def _keywords(shares, impact, vocabulary):
    total = 0.0
    for code in sorted(shares, key=lambda code: -shares[code])[:3]:
        held = sum(impact.get(word, 0.0) for word in set(vocabulary.terms[code]))
        total += shares[code] * held / (held + 1)
    return total


def _worth(deployment, need, vocabulary):
    in_china = deployment.country == "CN" or deployment.evidence in ("DEPLOY_CN", "AWARD_CN")
    asked = any(requirement.kind == "REFERENCE_CHINA" for requirement in need.requirements)
    place = 1.0 if in_china else 0.4 if asked else 0.8
    if deployment.population_band and need.population_band:
        order = vocabulary.population_bands
        steps = abs(order.index(deployment.population_band) - order.index(need.population_band))
    else:
        steps = 3
    return EVIDENCE.get(deployment.evidence, 0.15) * place * (1 - 0.15 * min(steps, 3))


def _maturity(stage, trl):
    if stage is None or trl is None:
        return 0.0
    zero, one = STAGE[stage]
    return max(-1.0, min(1.0, (trl - zero) / (one - zero)))


def _budget(band, startup, vocabulary):
    costs = [cost for cost in (startup.pilot_cost_low, startup.pilot_cost_high) if cost is not None]
    if band not in vocabulary.budget_ceilings or not costs:
        return 0.0
    ceiling = vocabulary.budget_ceilings[band]
    return sum(max(-1.0, min(1.0, -math.log2(cost / ceiling))) for cost in costs) / len(costs)


def _china(need, startup):
    wanted = {"PRESENCE": 0.25, "MATERIALS_ZH": 0.25, "DATA_IN_CHINA": 0.25}
    for requirement in need.requirements:
        key = (requirement.kind, requirement.value) if requirement.kind in ("MLPS", "CERTIFICATE") else requirement.kind
        if requirement.kind not in ("TRL", "REFERENCE_CHINA"):
            wanted[key] = max(wanted.get(key, 0.0), 1.0 if requirement.hard else 0.5)
    return sum(weight * _has(key, startup) for key, weight in wanted.items()) / sum(wanted.values())


def _has(key, startup):
    match key:
        case "PRESENCE":
            return PRESENCE.get(startup.presence, 0.0)
        case "MATERIALS_ZH":
            return {"AVAILABLE": 1.0, "ABSENT": -1.0}.get(startup.materials_in_chinese, 0.0)
        case "DATA_IN_CHINA":
            return {"IN_CHINA": 1.0, "ON_PREMISES": 1.0, "LEAVES": -1.0}.get(startup.data_in_china, 0.0)
        case "MADE_IN_CHINA":
            return {None: 0.0, "CHINA": 1.0}.get(startup.production, -1.0)
        case ("MLPS", level):
            return 0.0 if startup.mlps_level is None else 1.0 if startup.mlps_level >= int(level) else -1.0
        case ("CERTIFICATE", kind):
            return {"HAVE": 1.0, "IN_WORK": 0.4, "LACKS": -1.0}.get(startup.certificates.get(kind), 0.0)
