"""Addresses of ``regulations``."""

from django.urls import path

from thidua.regulations import views

urlpatterns = [
    path("can-cu-phap-ly/", views.law_values, name="law_values"),
    path("can-cu-phap-ly/tinh/", views.law_province, name="law_province"),
    path("can-cu-phap-ly/rut/<int:pk>/", views.law_withdraw, name="law_withdraw"),
    path("can-cu-phap-ly/<str:key>/", views.law_value, name="law_value"),
]
