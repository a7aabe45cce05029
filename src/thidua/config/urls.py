"""All addresses, one line for each app."""

from django.urls import include, path

urlpatterns = [
    path("", include("thidua.accounts.urls")),
    path("", include("thidua.organizations.urls")),
    path("", include("thidua.regulations.urls")),
    path("", include("thidua.honours.urls")),
    path("", include("thidua.movements.urls")),
    path("", include("thidua.scoring.urls")),
    path("", include("thidua.nominations.urls")),
    path("", include("thidua.council.urls")),
    path("", include("thidua.commendations.urls")),
    path("", include("thidua.publicity.urls")),
    path("", include("thidua.reviews.urls")),
    path("", include("thidua.desk.urls")),
]
