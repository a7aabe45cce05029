"""Addresses of the desk: home, a movement's page, papers, the first start."""

from django.urls import path

from thidua.desk import views

urlpatterns = [
    path("", views.home, name="desk"),
    path("bat-dau/", views.begin, name="begin"),
    path("bat-dau/dung-thu/", views.begin_trial, name="begin_trial"),
    path("bat-dau/thoat-dung-thu/", views.leave_trial, name="leave_trial"),
    path("phong-trao/<int:movement_id>/", views.movement_home, name="movement_home"),
    path("don-vi/<int:pk>/ket-thuc/", views.unit_close, name="unit_close"),
    path("don-vi/<int:pk>/nam/", views.unit_year, name="unit_year"),
    path("nhan-su/<int:pk>/nam/", views.person_year, name="person_year"),
    path("van-ban/<int:pk>/", views.paper_page, name="paper_page"),
    path("van-ban/<int:pk>/ban-ky/", views.paper_signed, name="paper_signed"),
    path("van-ban/<int:pk>/chu-ky-so/", views.paper_signatures, name="paper_signatures"),
    path("van-ban/<int:pk>/<str:kind>/", views.paper_file, name="paper_file"),
]
