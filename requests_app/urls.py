from django.urls import path
from django.views.generic import RedirectView

from requests_app import letter_views
from requests_app.views import filing, following, guide

app_name = "requests_app"
CASE = "zfxxgk/ysqgk/status/<str:number>/"

urlpatterns = [
    path("ysqgk/", RedirectView.as_view(pattern_name="requests_app:request_guide")),
    path("zfxxgk/ysqgk/", guide.request_guide, name="request_guide"),
    path("zfxxgk/ysqgk/form.<str:form>", guide.paper_form_file, name="paper_form_file"),
    path("zfxxgk/ysqgk/workdays/", guide.workday_calculator, name="workday_calculator"),
    path("zfxxgk/ysqgk/new/", filing.request_form, name="request_form"),
    path("zfxxgk/ysqgk/new/<str:number>/", filing.request_filed, name="request_filed"),
    path("zfxxgk/ysqgk/verify/<str:token>/", letter_views.letter_verify, name="letter_verify"),
    path("zfxxgk/ysqgk/status/", following.status_entry, name="status_entry"),
    path("zfxxgk/ysqgk/leave/", following.status_leave, name="status_leave"),
    path(CASE, following.request_status, name="request_status"),
    path(f"{CASE}receipt.pdf", filing.request_receipt, name="request_receipt"),
    path(f"{CASE}data/", following.own_data, name="own_data"),
    path(f"{CASE}data.json", following.own_data_json, name="own_data_json"),
    path(f"{CASE}letters/<int:pk>/", following.letter_file, name="letter_file"),
    path(f"{CASE}files/<int:pk>/", following.answer_file, name="answer_file"),
    path(f"{CASE}<slug:act>/", following.request_act, name="request_act"),
]
