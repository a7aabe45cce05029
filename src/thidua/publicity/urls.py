"""Addresses of ``publicity``."""

from django.urls import path

from thidua.publicity.views import exemplars, log, public, scripts

TELL = "phong-trao/<int:movement_id>/tuyen-truyen/"
SCRIPT = f"{TELL}<int:script_id>/"
EXEMPLARS = f"{TELL}guong-dien-hinh/"

urlpatterns = [
    path("cong-khai/", public.public_home, name="public_home"),
    path("cong-khai/<int:pk>/", public.public_movement, name="public_movement"),
    path(TELL, scripts.publicity_scripts, name="publicity_scripts"),
    path(f"{TELL}soan/", scripts.publicity_script_write, name="publicity_script_write"),
    path(f"{TELL}nhat-ky-phat-song/", log.publicity_log, name="publicity_log"),
    path(f"{TELL}nhat-ky-phat-song/<str:kind>/", log.publicity_log_file, name="publicity_log_file"),
    path(EXEMPLARS, exemplars.publicity_exemplars, name="publicity_exemplars"),
    path(f"{EXEMPLARS}nhap/", exemplars.publicity_exemplar_enter, name="publicity_exemplar_enter"),
    path(
        f"{EXEMPLARS}de-xuat/<int:subject_id>/",
        exemplars.publicity_exemplar_propose,
        name="publicity_exemplar_propose",
    ),
    path(
        f"{EXEMPLARS}<int:exemplar_id>/sua/",
        exemplars.publicity_exemplar_change,
        name="publicity_exemplar_change",
    ),
    path(
        f"{EXEMPLARS}<int:exemplar_id>/duyet/",
        exemplars.publicity_exemplar_approve,
        name="publicity_exemplar_approve",
    ),
    path(SCRIPT, scripts.publicity_script, name="publicity_script"),
    path(f"{SCRIPT}sua/", scripts.publicity_script_change, name="publicity_script_change"),
    path(f"{SCRIPT}doc/", scripts.publicity_script_read, name="publicity_script_read"),
    path(f"{SCRIPT}phat/", log.publicity_script_broadcast, name="publicity_script_broadcast"),
    path(f"{SCRIPT}ban-in/<str:kind>/", scripts.publicity_script_file, name="publicity_script_file"),
    *(
        path(
            f"{SCRIPT}{words}/",
            scripts.publicity_script_step,
            {"step": step},
            name=f"publicity_script_{step}",
        )
        for step, words in (
            ("submit", "gui-duyet"),
            ("recall", "rut-lai"),
            ("approve", "duyet"),
            ("return", "tra-lai"),
            ("revise", "dua-ve-sua"),
        )
    ),
]
