from .departments import Department, DepartmentInvitation, JoinRequest, Official
from .life import NeedDraft, NeedReport, NeedTransition
from .needs import (
    MOST_TOPICS,
    NEVER_PUBLIC_DEPARTMENTS,
    NEVER_PUBLIC_DOMAINS,
    NEVER_PUBLIC_TOPICS,
    Kpi,
    Need,
    NeedText,
    NeedTopic,
    NothingFits,
    Requirement,
)
from .places import City, PilotProgramme, Province
from .questions import Question, QuestionReport
from .verification import DepartmentVerification, letter_place

__all__ = [
    "MOST_TOPICS",
    "NEVER_PUBLIC_DEPARTMENTS",
    "NEVER_PUBLIC_DOMAINS",
    "NEVER_PUBLIC_TOPICS",
    "City",
    "Department",
    "DepartmentInvitation",
    "DepartmentVerification",
    "JoinRequest",
    "Kpi",
    "Need",
    "NeedDraft",
    "NeedReport",
    "NeedText",
    "NeedTopic",
    "NeedTransition",
    "NothingFits",
    "Official",
    "PilotProgramme",
    "Province",
    "Question",
    "QuestionReport",
    "Requirement",
    "letter_place",
]
