"""Addresses of ``organizations``."""

from django.urls import path

from thidua.organizations.views import households, imports, journal, people, roles, units

urlpatterns = [
    path("don-vi/", units.unit_list, name="unit_list"),
    path("don-vi/xuat-excel/", units.unit_list_xlsx, name="unit_list_xlsx"),
    path("don-vi/them/", units.unit_add, name="unit_add"),
    path("don-vi/nhap/", imports.unit_import, name="unit_import"),
    path("don-vi/nhap/mau/", imports.unit_template, name="unit_template"),
    path("don-vi/<int:pk>/", units.unit_page, name="unit_page"),
    path("don-vi/<int:pk>/sua/", units.unit_change, name="unit_change"),
    path("ho-gia-dinh/", households.household_list, name="household_list"),
    path("ho-gia-dinh/them/", households.household_add, name="household_add"),
    path("ho-gia-dinh/nhap/", imports.household_import, name="household_import"),
    path("ho-gia-dinh/nhap/mau/", imports.household_template, name="household_template"),
    path("ho-gia-dinh/<int:pk>/sua/", households.household_change, name="household_change"),
    path("nhan-su/", people.person_list, name="person_list"),
    path("nhan-su/xuat-excel/", people.person_list_xlsx, name="person_list_xlsx"),
    path("nhan-su/them/", people.person_add, name="person_add"),
    path("nhan-su/nhap/", imports.person_import, name="person_import"),
    path("nhan-su/nhap/mau/", imports.person_template, name="person_template"),
    path("nhan-su/<int:pk>/", people.person_page, name="person_page"),
    path("nhan-su/<int:pk>/sua/", people.person_change, name="person_change"),
    path("nhan-su/<int:pk>/dieu-dong/", people.person_move, name="person_move"),
    path("nhan-su/<int:pk>/kiem-nhiem/", people.person_post, name="person_post"),
    path("nhan-su/<int:pk>/thoi-viec/", people.person_leave, name="person_leave"),
    path("nhan-su/<int:pk>/boi-duong/", people.person_training, name="person_training"),
    path("nhat-ky/", journal.journal, name="journal"),
    path("nhat-ky/kiem-tra/", journal.journal_verify, name="journal_verify"),
    path("vai-tro/", roles.role_list, name="role_list"),
    path("vai-tro/mo-tai-khoan/", roles.account_add, name="account_add"),
    path("vai-tro/<int:pk>/", roles.account_page, name="account_page"),
    path("vai-tro/<int:pk>/giao/", roles.role_grant, name="role_grant"),
    path("vai-tro/<int:pk>/ket-thuc/<int:grant_id>/", roles.role_end, name="role_end"),
    path("vai-tro/<int:pk>/mat-khau/", roles.password_reset, name="password_reset"),
    path("vai-tro/<int:pk>/khoa/", roles.account_close, name="account_close"),
    path("vai-tro/<int:pk>/mo-lai/", roles.account_reopen, name="account_reopen"),
]
