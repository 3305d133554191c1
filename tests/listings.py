"""A startup and a need as documents and as published rows. Tests change copies of the documents."""

from copy import deepcopy
from typing import Any

import pytest
from django.utils import timezone

import cities.services
import startups.services
from accounts.models import User
from cities.models import Department, Need
from listings.models import Draft
from startups.models import Startup

PROFILE: dict[str, Any] = {
    "slug": "testlisten",
    "name": {"en": "Testlisten", "zh": "听测科技", "he": ""},
    "website": "https://testlisten.example",
    "source_language": "en",
    "texts": {
        "en": {
            "headline": "Acoustic sensors that find pipe leaks within two metres",
            "problem": "Water utilities lose treated water through hidden leaks in buried mains.",
            "advantage": "Cut network leakage from 17.6 % to 9.8 % in fourteen months.",
            "description": "Battery loggers listen on hydrants at night and correlate the noise of leaks.",
            "product": "Loggers, a correlator and a map of suspected leaks.",
        },
        "zh": {
            "headline": "两米之内定位管网漏点的声学传感器",
            "problem": "供水企业的埋地管网存在大量暗漏。",
            "advantage": "十四个月内将管网漏损率由17.6%降至9.8%。",
        },
    },
    "technologies": ["WAT-LEAK", "IOT-SENS"],
    "trl": 9,
    "deployments": [
        {
            "place": {"en": "a city in East China, 3-5 million people", "zh": "华东某市（300万至500万人）"},
            "country": "CN",
            "population_band": "P3_5",
            "since": -3,
            "scale": {"en": "420 km of mains", "zh": "420公里供水管网"},
            "indicator": {"en": "network leakage rate", "zh": "管网漏损率"},
            "before": 17.6,
            "after": 9.8,
            "unit": "PERCENT",
            "evidence": "DEPLOY_CN",
            "contact": "PRIVATE-deployment-contact",
        }
    ],
    "certificates": [{"kind": "CE", "answer": "HAVE", "number": "TEST-1"}],
    "pilot": {"cost_low": 300000, "cost_high": 450000, "weeks": 12, "city_brings": ["SITE"]},
    "presence": "WFOE",
    "production": "CHINA",
    "materials_in_chinese": "AVAILABLE",
    "data_in_china": "ON_PREMISES",
    "contact": {"name": "PRIVATE-name", "email": "private@testlisten.example", "phone": "+972-54-000-0000"},
}

NEED: dict[str, Any] = {
    "city": "130400",
    "department": {"kind": "WATER", "name": {"zh": "邯郸市水务局", "en": "Handan Water Affairs Bureau"}},
    "source_language": "zh",
    "texts": {
        "zh": {
            "title": "老城区供水管网漏损率高",
            "problem": "老城区铸铁管使用超过三十年，暗漏难以发现，夜间最小流量居高不下。",
            "present": "公共供水管网漏损率18%。",
            "target": "两年内降至12%。",
        },
        "en": {
            "title": "High leakage in the old town's water network",
            "problem": "Cast-iron mains over thirty years old leak unseen; the minimum night flow stays high.",
            "present": "Leakage of the public network is 18 %.",
            "target": "Down to 12 % within two years.",
        },
    },
    "topics": ["W-LEAK"],
    "kpis": [
        {
            "indicator": {"zh": "管网漏损率", "en": "network leakage rate"},
            "unit": "PERCENT",
            "baseline": 18,
            "target": 12,
            "by": 730,
        }
    ],
    "stage": "PILOT",
    "budget_band": "TO_1M",
    "route": "BELOW",
    "reply_by": 45,
    "expires": 180,
    "requirements": [{"kind": "DATA_IN_CHINA", "hard": True}, {"kind": "TRL", "value": "7", "hard": True}],
    "visibility": "public",
    "city_hidden": False,
    "contact": {"name": "PRIVATE-official", "email": "private@city.example", "phone": "000-0000"},
}


def published_startup(**changes: Any) -> Startup:
    """A listed startup: PROFILE with top-level `changes`. Names and slugs must be unique, so change the slug."""
    return startups.services.publish_document(deepcopy(PROFILE) | changes)


def published_need(**changes: Any) -> Need:
    """An open need: NEED with top-level `changes`."""
    return cities.services.publish_document(deepcopy(NEED) | changes)


def drafted(listing: Startup | Need, document: dict[str, Any] | None = None, by: User | None = None) -> Draft:
    """A draft of the listing: `document`, or the one it was published from."""
    listing.refresh_from_db(fields=["draft_version"])
    if isinstance(listing, Startup):
        return startups.services.keep_draft(listing, deepcopy(document or PROFILE), by, listing.draft_version)
    return cities.services.keep_draft(listing, deepcopy(document or NEED), by, listing.draft_version)


@pytest.fixture
def startup(db) -> Startup:
    return published_startup()


def verify(department: Department) -> Department:
    """Somebody has checked that it is the one on the door."""
    now = {"decided_at": timezone.now(), "state": "confirmed"}
    department.verifications.create(method="earlier", subject=department.on_the_door, **now)
    return department


@pytest.fixture
def need(db) -> Need:
    return published_need()


@pytest.fixture
def department(need: Need) -> Department:
    return need.department
