from typing import Any

from django.db import models

from taxonomy import codes
from taxonomy.forms import CodeChoiceField
from taxonomy.validators import CodeValidator


class CodeField(models.CharField):
    """Holds a code of one of the lists in codes.yaml, "" where it is not stated.

    `row.get_stage_display()` gives the name in the reader's language, of a retired code too; forms offer the current
    codes. The list is data, so adding a code needs no migration.
    """

    def __init__(self, list_name: str = "", *args: Any, **kwargs: Any):
        self.list_name = list_name
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators.append(CodeValidator(list_name))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        # Written out always: the defaults here differ from those of CharField, which deconstruct leaves out.
        return name, path, args, {**kwargs, "list_name": self.list_name, "blank": self.blank}

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        list_name, column = self.list_name, name
        display = f"get_{name}_display"
        if display not in cls.__dict__:
            setattr(cls, display, lambda row: codes.label(list_name, getattr(row, column)))

    def formfield(self, **kwargs: Any) -> Any:
        # Not CharField's: it would pass max_length, which a choice does not take.
        return models.Field.formfield(self, **{"form_class": CodeChoiceField, "list_name": self.list_name, **kwargs})
