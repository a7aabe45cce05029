"""Addresses of ``regulations``."""

from django.urls import path

from thidua.regulations.views import provinces, texts, values

urlpatterns = [
    path("can-cu-phap-ly/", values.law_values, name="law_values"),
    path("can-cu-phap-ly/muc/<slug:slug>/", values.law_topic, name="law_topic"),
    path("can-cu-phap-ly/tinh/", provinces.law_province, name="law_province"),
    path("can-cu-phap-ly/tinh/tep/", provinces.law_province_take_in, name="law_province_take_in"),
    path("can-cu-phap-ly/tinh/<slug:code>.yaml", provinces.law_province_file, name="law_province_file"),
    path("can-cu-phap-ly/van-ban/them/", texts.law_text_enter, name="law_text_enter"),
    path("can-cu-phap-ly/van-ban/<int:pk>/het-hieu-luc/", texts.law_text_end, name="law_text_end"),
    path("can-cu-phap-ly/van-ban/<int:pk>/rut/", texts.law_text_withdraw, name="law_text_withdraw"),
    path("can-cu-phap-ly/rut/<int:pk>/", values.law_withdraw, name="law_withdraw"),
    path("can-cu-phap-ly/<str:key>/", values.law_value, name="law_value"),
]
