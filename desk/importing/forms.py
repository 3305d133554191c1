from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cities.forms import DepartmentForm
from desk.importing.files import ACCEPT, ACCEPT_LISTS, MOST_BYTES, read_file, read_paste
from desk.importing.models import ImportJob
from desk.importing.scenarios import MEANINGS, NOTE, NOTHING
from desk.importing.tables import Unreadable
from listings.forms import dress

LONGEST_PASTE = 1_000_000
LISTINGS = [ImportJob.Kind.STARTUPS, ImportJob.Kind.NEEDS]
NAMES = {
    "title": _("Name of the scenario"),
    "unit": _("Unit that has the need"),
    "problem": _("Description"),
    "to_solve": _("Problem to be solved"),
    "present": _("Present state"),
    "target": _("Figures to be reached"),
    "by": _("By when"),
    "budget": _("Budget"),
    "pilot_site": _("Pilot site"),
    "data_access": _("Data"),
    "contact_name": _("Contact person"),
    "contact_phone": _("Contact phone"),
    "contact_email": _("Contact e-mail"),
    NOTE: _("keep it as a line of the description"),
    NOTHING: _("leave it out"),
}


def file_field(accept=ACCEPT, **kwargs):
    widget = forms.ClearableFileInput({"accept": accept, "class": "form-control"})
    return forms.FileField(label=_("File"), max_length=200, widget=widget, **kwargs)


def require_size(file) -> None:
    if file.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than 20 MB. Cut it in parts."))


class ListForm(forms.Form):
    """Startups or needs in the columns of the template; `table` is what was read."""

    kind = forms.ChoiceField(
        label=_("What the rows are"),
        choices=[(kind, kind.label) for kind in LISTINGS],
        widget=forms.RadioSelect({"class": "form-check-input"}),
        initial=ImportJob.Kind.STARTUPS,
    )
    file = file_field()

    def clean_file(self):
        file = self.cleaned_data["file"]
        require_size(file)
        try:
            self.table = read_file(file, file.name)
        except Unreadable as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file


class ScenarioForm(DepartmentForm):
    """A scenario list, as a file or pasted, and the department whose drafts its rows become."""

    file = file_field(ACCEPT_LISTS, required=False, help_text=_("Excel, WPS, Word (.docx) or CSV."))
    pasted = forms.CharField(
        label=_("Or paste the table here"),
        help_text=_("From Word, WPS, Excel or a web page."),
        max_length=LONGEST_PASTE,
        required=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto", "data-takes-tables": "", "class": "form-control"}),
    )

    def clean(self):
        said = super().clean()
        file, pasted = said.get("file"), said.get("pasted")
        if bool(file) == bool(pasted):
            raise ValidationError(_("Choose a file, or paste a table: one of the two."))
        try:
            if file:
                require_size(file)
            self.table = read_file(file, file.name, fills_merged=True) if file else read_paste(pasted)
        except Unreadable as refusal:
            self.add_error("file" if file else "pasted", str(refusal))
        return said

    @property
    def place(self) -> dict[str, str]:
        said = self.cleaned_data
        return {"city": said["city"].pk, "kind": said["kind"].pk, "name_zh": said["name_zh"]}

    @property
    def list_name(self) -> str:
        file = self.cleaned_data["file"]
        return file.name if file else str(_("Pasted table"))


class MeaningsForm(forms.Form):
    """What each column of a scenario list means."""

    def __init__(self, job: ImportJob, data=None):
        super().__init__(data)
        self.job = job
        for number, meaning in enumerate(job.columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=job.headings[number],
                choices=list(NAMES.items()),
                initial=meaning,
                required=False,
                widget=forms.Select({"class": "form-select form-select-sm"}),
            )

    def clean(self):
        chosen = [meaning for meaning in self.meanings if meaning in MEANINGS]
        if "title" not in chosen:
            raise ValidationError(_("Say which column holds the name of the scenario."))
        if len(set(chosen)) < len(chosen):
            raise ValidationError(_("Two columns cannot mean the same. Keep one of them as a line of the description."))
        return super().clean()

    @property
    def meanings(self) -> list[str]:
        return [self.cleaned_data.get(f"column-{number}", "") for number in range(len(self.job.columns))]


class HeadingForm(forms.Form):
    """Which of the first rows holds the headings."""

    heading = forms.TypedChoiceField(label=_("The headings stand in row"), coerce=int)

    def __init__(self, job: ImportJob, rows, data=None):
        super().__init__(data, initial={"heading": job.heading_row})
        self.fields["heading"].choices = [(row.number, _sample(row)) for row in rows]
        dress(self.fields["heading"].widget)


def _sample(row) -> str:
    return f"{row.number}: {' | '.join(cell for cell in row.cells if cell)[:80]}"
