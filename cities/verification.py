"""How a department proves that it is the one on the door. Answers are the verbs of `listings.verifying`."""

from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from cities.models import Department, DepartmentVerification
from listings.tasks import ring, send_letter
from listings.verifying import ask, record

Method = DepartmentVerification.Method


def ask_letter(department: Department, scan: ContentFile, by: User) -> DepartmentVerification:
    """A curator looks at a letter with the department's stamp."""
    return ask(department, by, Method.LETTER, department.on_the_door, letter=scan)[0]


@transaction.atomic
def ask_work_mail(department: Department, address: str, by: User) -> DepartmentVerification:
    """A link goes to the address. Under a domain of the state that is enough; any other a curator looks at."""
    row, is_new = ask(department, by, Method.WORK_MAIL, department.on_the_door, contact=address.lower())
    if is_new:
        language = by.language or "zh-hans"
        with override(language):
            about = {"path": reverse("cities:confirm-mail", args=[row.token]), "department": department.name}
        letter = "cities/letters/verify_work_mail.txt"
        transaction.on_commit(partial(ring, send_letter, letter, row.contact, language, about))
    return row


def record_call(department: Department, number: str, note: str, by: User) -> DepartmentVerification:
    """A curator has called the number that the office publishes, and somebody there knew of the need."""
    return record(department, by, Method.CALL, department.on_the_door, contact=number, note=note)
