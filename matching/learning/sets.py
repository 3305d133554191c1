"""Which set of weights is used now, and which one from the next run on."""

from django.db.models import QuerySet

from matching import engine
from matching.models import Run, WeightChoice, WeightSet


def usable() -> QuerySet[WeightSet]:
    """Sets made for the engine's weights as they are now."""
    return WeightSet.objects.filter(base=engine.CURRENT.version)


def expert() -> WeightSet:
    """The engine's own weights, which nobody learned."""
    version = engine.CURRENT.version
    return WeightSet.objects.get_or_create(version=version, defaults={"base": version})[0]


def chosen() -> WeightSet:
    """What the next run is to use: the last choice, or the experts' set where none was made."""
    return usable().filter(choices__isnull=False).order_by("-choices__pk").first() or expert()


def current() -> WeightSet:
    """What scores are computed with now: what the last run used."""
    return usable().filter(is_current=True).first() or expert()


def is_due() -> bool:
    """Whether the chosen set waits for a run. One that failed is not tried again until somebody starts it."""
    choice = WeightChoice.objects.filter(weights__in=usable()).first()
    if choice is None or choice.weights == current():
        return False
    return not Run.objects.filter(started_at__gte=choice.at).exists()


def weights_of(weight_set: WeightSet) -> engine.Weights:
    return engine.CURRENT.times(weight_set.multipliers, weight_set.version)
