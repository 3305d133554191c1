from django import forms
from django.utils.translation import gettext_lazy as _

from cities.scans import clean_scan


class LetterForm(forms.Form):
    letter = forms.FileField(
        label=_("Photo or scan of a letter with your department's stamp"),
        help_text=_("JPEG, PNG or WebP. Only curators see it. It needs to say no more than who you are."),
    )

    def clean_letter(self):
        return clean_scan(self.cleaned_data["letter"])


class WorkMailForm(forms.Form):
    address = forms.EmailField(
        label=_("Your e-mail address at work"),
        max_length=254,
        help_text=_("A link is mailed there. An address that ends in .gov.cn is enough; any other a curator looks at."),
    )
