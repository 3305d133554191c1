from .life import ProfileDraft, StartupReport, StartupTransition
from .members import Claim, Invitation, Member
from .profiles import (
    MOST_TECHNOLOGIES,
    REMINDED_AFTER,
    STALE_AFTER,
    Certificate,
    Deployment,
    Startup,
    StartupTechnology,
    StartupText,
)
from .uploads import Upload, random_name
from .verification import StartupVerification

__all__ = [
    "MOST_TECHNOLOGIES",
    "REMINDED_AFTER",
    "STALE_AFTER",
    "Certificate",
    "Claim",
    "Deployment",
    "Invitation",
    "Member",
    "ProfileDraft",
    "Startup",
    "StartupReport",
    "StartupTechnology",
    "StartupText",
    "StartupTransition",
    "StartupVerification",
    "Upload",
    "random_name",
]
