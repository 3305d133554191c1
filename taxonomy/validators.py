from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from taxonomy import codes


@deconstructible
class CodeValidator:
    """Refuses what the list has never held. A retired code passes, so that old rows can still be saved."""

    message = _("“%(value)s” is not a code of the list %(list)s. It may be one of: %(allowed)s.")

    def __init__(self, list_name: str):
        self.list_name = list_name

    def __call__(self, value: str) -> None:
        if codes.find(self.list_name, value) is None:
            allowed = ", ".join(code.code for code in codes.current(self.list_name))
            raise ValidationError(
                self.message, code="unknown_code", params={"value": value, "list": self.list_name, "allowed": allowed}
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CodeValidator) and other.list_name == self.list_name

    def __hash__(self) -> int:
        return hash(self.list_name)
