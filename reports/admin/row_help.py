"""The office's notes on the rows of the report."""

from django import forms
from django.contrib import admin

from reports.models import RowHelp
from reports.models.row_help import row_choices
from requests_app.admin.registers import RegisterAdmin


class RowHelpForm(forms.ModelForm):
    code = forms.ChoiceField(label="行", choices=row_choices)


@admin.register(RowHelp)
class RowHelpAdmin(RegisterAdmin):
    form = RowHelpForm
    list_display = ["row", "text"]
    search_fields = ["text"]
    fields = ["code", "text"]

    @admin.display(description="行", ordering="code")
    def row(self, note):
        return str(note)
