"""Addresses of ``honours``."""

from django.urls import path

from thidua.honours.views import gradings, holds, initiatives

urlpatterns = [
    path("xep-loai/", gradings.grading_list, name="grading_list"),
    path("xep-loai/xuat-excel/", gradings.grading_list_xlsx, name="grading_list_xlsx"),
    path("xep-loai/ghi/", gradings.grading_add, name="grading_add"),
    path("xep-loai/ghi-theo-van-ban/", gradings.grading_add_many, name="grading_add_many"),
    path("xep-loai/nhap/", gradings.grading_import, name="grading_import"),
    path("xep-loai/nhap/mau/", gradings.grading_template, name="grading_template"),
    path("ky-luat/", holds.discipline_list, name="discipline_list"),
    path("ky-luat/ghi/", holds.discipline_add, name="discipline_add"),
    path("ky-luat/<int:pk>/ket-luan/", holds.discipline_conclude, name="discipline_conclude"),
    path("ky-luat/xac-minh/", holds.verification_add, name="verification_add"),
    path("ky-luat/xac-minh/<int:pk>/ket-thuc/", holds.verification_end, name="verification_end"),
    path("nghi/", holds.absence_list, name="absence_list"),
    path("nghi/ghi/", holds.absence_add, name="absence_add"),
    path("sang-kien/", initiatives.initiative_list, name="initiative_list"),
    path("sang-kien/ghi/", initiatives.initiative_add, name="initiative_add"),
    path("sang-kien/<int:pk>/", initiatives.initiative_page, name="initiative_page"),
    path("sang-kien/<int:pk>/ghi-nhan/", initiatives.initiative_recognise, name="initiative_recognise"),
]
