"""Addresses of step 7."""

from django.urls import path

from thidua.nominations import views

HERE = "phong-trao/<int:movement_id>/de-nghi/"
ONE = f"{HERE}<int:nomination_id>/"
MEETING = f"{HERE}hop/<int:meeting_id>/"

urlpatterns = [
    path(HERE, views.nomination_list, name="nominations_list"),
    path(f"{HERE}excel/", views.nomination_list_xlsx, name="nominations_list_xlsx"),
    path(f"{HERE}hop/them/", views.meeting_add, name="nominations_meeting_add"),
    path(MEETING, views.meeting, name="nominations_meeting"),
    path(f"{MEETING}sua/", views.meeting_change, name="nominations_meeting_change"),
    path(f"{MEETING}van-ban/", views.meeting_papers, name="nominations_meeting_papers"),
    path(f"{MEETING}so/<slug:what>/", views.meeting_number, name="nominations_meeting_number"),
    path(f"{MEETING}de-nghi/", views.nomination_add, name="nominations_add"),
    path(ONE, views.nomination, name="nominations_nomination"),
    path(f"{ONE}sua/", views.nomination_change, name="nominations_change"),
    path(f"{ONE}phieu-cham/", views.person_sheet, name="nominations_sheet"),
    path(f"{ONE}bao-cao/", views.report, name="nominations_report"),
    path(f"{ONE}bao-cao/xac-nhan/", views.confirm, name="nominations_confirm"),
    path(f"{ONE}giay-to/", views.attach, name="nominations_attach"),
    path(f"{ONE}giay-to/<int:item_id>/", views.item_file, name="nominations_file"),
    path(f"{ONE}giay-to/<int:item_id>/bo/", views.detach, name="nominations_detach"),
    path(f"{ONE}trinh-cap-tren/", views.send_up, name="nominations_send_up"),
    path(f"{ONE}<slug:what>/", views.step, name="nominations_step"),
    path("ho-so-cap-duoi/", views.from_below, name="nominations_from_below"),
    path("ho-so-cap-duoi/kiem-tra/", views.parcel_check, name="nominations_parcel_check"),
    path("trinh-cap-tren/<int:pk>/", views.forwarding, name="nominations_forwarding"),
    path("trinh-cap-tren/<int:pk>/tep/<str:kind>/", views.parcel_file, name="nominations_parcel"),
    path("trinh-cap-tren/<int:pk>/<slug:what>/", views.answer, name="nominations_answer"),
]
