"""What a draft would bring once it is published."""

from copy import deepcopy

import pytest

from matching.drafts import pairs_of_need, pairs_of_profile
from tests.listings import NEED, PROFILE

pytestmark = pytest.mark.django_db


def test_a_draft_counts_whom_it_would_meet_in_the_two_top_bands(startup, need):
    assert (pairs_of_profile(startup, PROFILE), pairs_of_need(need, NEED)) == (1, 1)
    elsewhere = deepcopy(PROFILE) | {"technologies": ["MOB-PARK"], "texts": {"en": {"headline": "Parking by camera"}}}
    assert pairs_of_profile(startup, elsewhere) == 0


def test_a_draft_that_is_hardly_begun_counts_nothing_and_breaks_nothing(startup, need):
    assert pairs_of_profile(startup, {"name": {"en": "New"}, "technologies": ["GONE"]}) == 0
    assert pairs_of_need(need, {"topics": ["GONE"]}) == 0
