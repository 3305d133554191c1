"""Part of the desk's addresses."""

from django.urls import path, register_converter

from desk.importing import views


class SheetConverter:
    regex = "xlsx|csv"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(SheetConverter, "sheet")

urlpatterns = [
    path("import/", views.imports, name="imports"),
    path("import/list/", views.send_list, name="send-list"),
    path("import/scenarios/", views.send_scenarios, name="send-scenarios"),
    path("import/template/<kind:kind>.<sheet:file_format>", views.template, name="import-template"),
    path("import/<int:pk>/", views.job, name="import"),
    path("import/<int:pk>/heading/", views.choose_heading, name="choose-heading"),
    path("import/<int:pk>/columns/", views.confirm_columns, name="confirm-columns"),
    path("import/<int:pk>/write/", views.write, name="write-import"),
    path("import/<int:pk>/stop/", views.stop, name="stop-import"),
    path("import/<int:pk>/discard/", views.discard, name="discard-import"),
    path("import/<int:pk>/problems.<sheet:file_format>", views.report, name="import-problems"),
    path("export/<kind:kind>.<sheet:file_format>", views.sheet, name="export"),
]
