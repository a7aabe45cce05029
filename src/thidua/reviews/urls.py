"""Addresses of ``reviews``."""

from django.urls import path

from thidua.reviews import views

REVIEW = "phong-trao/<int:movement_id>/tong-ket/"
REPORT = f"{REVIEW}<int:review_id>/"

urlpatterns = [
    path(REVIEW, views.review_list, name="review_list"),
    path(f"{REVIEW}lap/<str:kind>/", views.review_begin, name="review_begin"),
    path(REPORT, views.review_report, name="review_report"),
    path(f"{REPORT}van-ban/<str:kind>/", views.review_file, name="review_file"),
    path(f"{REPORT}du-thao/", views.review_draft, name="review_draft"),
    path(f"{REPORT}ban-hanh/", views.review_issue, name="review_issue"),
    path(f"{REPORT}mo-lai/", views.review_reopen, name="review_reopen"),
]
