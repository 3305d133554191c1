"""No table that points at a startup is forgotten by a merger."""

import pytest
from django.db import models

from desk.merging.relations import PROFILE, RULES, Moves, relations
from startups.models import Startup


def test_every_relation_has_a_rule_and_every_rule_a_relation():
    """A new table that points at startups fails here until `RULES` says what a merger does with its rows."""
    assert sorted(relations()) == sorted(RULES)


def test_a_relation_without_a_rule_is_seen(monkeypatch):
    # As a model of another app would have it, hidden from the startup or not.
    forgotten = models.ForeignKey(Startup, models.CASCADE, related_name="+")
    forgotten.set_attributes_from_name("startup")
    forgotten.model = type("Forgotten", (), {"_meta": type("Meta", (), {"label": "funds.Forgotten"})})
    hidden = models.ManyToOneRel(forgotten, Startup, "id", related_name="+")
    hidden.auto_created, forgotten.remote_field = True, hidden
    known = Startup._meta.get_fields(include_hidden=True)
    monkeypatch.setattr(type(Startup._meta), "get_fields", lambda *_, **__: [*known, hidden])
    assert set(relations()) - set(RULES) == {"funds.Forgotten.startup"}


def unique_sets(model: type[models.Model]) -> set[frozenset[str]]:
    found = {frozenset([column.name]) for column in model._meta.concrete_fields if column.unique and column.is_relation}
    found |= {frozenset(one.fields) for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)}
    return found


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if isinstance(rule, Moves)])
def test_rows_that_may_be_there_once_are_told_apart_by_what_the_database_asks(name):
    """Otherwise a merger ends in an IntegrityError as soon as both entries have such a row."""
    relation, rule = relations()[name], RULES[name]
    asked = [own - {relation.name} for own in unique_sets(relation.model) if relation.name in own]
    assert [set(own) for own in asked] in ([], [set(rule.once or ())])


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule is PROFILE])
def test_nothing_points_at_what_a_profile_says(name):
    """Its rows are written anew by every publication, and by a merger that takes something from the other entry."""
    pointing = relations()[name].model._meta.related_objects
    assert [str(relation.field) for relation in pointing] == []
