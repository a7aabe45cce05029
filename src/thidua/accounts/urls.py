"""Addresses of ``accounts``."""

from django.urls import path

from thidua.accounts import views

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-nhap/dung-thu/", views.sign_in_to_trial, name="sign_in_to_trial"),
    path("thoat/", views.sign_out, name="sign_out"),
    path("gui-lai/", views.typed_again, name="typed_again"),
    path("mat-khau/", views.own_password, name="own_password"),
]
