"""The verbs on a department and the people who act for it."""

from django.db import transaction

from accounts.models import Role, User
from accounts.services import invite as issue_code
from cities.models import City, Department, DepartmentInvitation, JoinRequest, Official
from taxonomy.models import DepartmentKind


@transaction.atomic
def register(city: City, kind: DepartmentKind, name_zh: str, by: User) -> Department | None:
    """The department where `by` says they work, with them as its first official.

    None where it is here already: then they ask to join, and one of its officials or a curator lets them in. Clicked
    twice, it is the same department.
    """
    department, is_new = Department.objects.get_or_create(
        city=city, name_zh=name_zh, defaults={"kind": kind, "is_operator": kind.is_operator}
    )
    if is_new:
        Official.objects.create(department=department, user=by)
    elif not department.officials.filter(user=by).exists():
        JoinRequest.objects.get_or_create(department=department, user=by)
        return None
    return department


@transaction.atomic
def let_in(request: JoinRequest) -> Official:
    """Whoever asked to join may act for the department from now on."""
    official, _is_new = Official.objects.get_or_create(department=request.department, user=request.user)
    request.delete()
    return official


def turn_down(request: JoinRequest) -> None:
    request.delete()


@transaction.atomic
def invite(department: Department, for_whom: str, by: User) -> tuple[DepartmentInvitation, str]:
    """A code by which a colleague joins the department; nobody can see it again."""
    invitation, code = issue_code(Role.OFFICIAL, for_whom, by)
    return DepartmentInvitation.objects.create(invitation=invitation, department=department), code


@transaction.atomic
def join(department: Department, user: User) -> Official:
    """As the code says that they were given."""
    JoinRequest.objects.filter(department=department, user=user).delete()
    return Official.objects.get_or_create(department=department, user=user)[0]


@transaction.atomic
def leave(official: Official) -> None:
    """This person acts for the department no longer. Its last official stays: its needs would be nobody's.

    Raises LastOfficial.
    """
    # Locked, so that of the last two leaving at once one stays.
    department = Department.objects.select_for_update().get(pk=official.department_id)
    if department.officials.count() == 1:
        raise LastOfficial
    official.delete()


class LastOfficial(Exception):  # noqa: N818 - what is so, not a failure
    """A department keeps one official."""
