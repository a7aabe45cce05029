"""Addresses of ``movements``: the plan, the launch, registrations, tasks and checks of a movement."""

from django.urls import path

from thidua.movements.views import checks, launch, plan, registrations, tasks

_MOVEMENT = "phong-trao/<int:movement_id>"
_PLAN = f"{_MOVEMENT}/ke-hoach"
_SENT = f"{_MOVEMENT}/gui-ke-hoach"
_LISTS = f"{_MOVEMENT}/dang-ky"
_TASKS = f"{_MOVEMENT}/nhiem-vu"
_CHECKS = f"{_MOVEMENT}/kiem-tra"

urlpatterns = [
    path("phong-trao/", plan.movement_list, name="movement_list"),
    path("phong-trao/moi/", plan.movement_new, name="movement_new"),
    path("phong-trao/moi/tu-nam-truoc/", plan.movement_new_from, name="movement_new_from"),
    path(f"{_PLAN}/", plan.movement_plan, name="movement_plan"),
    path(f"{_PLAN}/xac-nhan/", plan.movement_plan_confirm, name="movement_plan_confirm"),
    path(f"{_PLAN}/mo-lai/", plan.movement_plan_reopen, name="movement_plan_reopen"),
    path(f"{_PLAN}/tep-goc/", plan.movement_plan_source, name="movement_plan_source"),
    path(f"{_PLAN}/ban-hanh/", launch.movement_plan_issue, name="movement_plan_issue"),
    path(f"{_PLAN}/tep/<str:kind>/", launch.movement_plan_file, name="movement_plan_file"),
    path(f"{_PLAN}/muc/<int:item_id>/", plan.movement_item, name="movement_item"),
    path(f"{_PLAN}/muc/<int:item_id>/dung/", plan.movement_item_confirm, name="movement_item_confirm"),
    path(f"{_PLAN}/muc/<int:item_id>/bo/", plan.movement_item_remove, name="movement_item_remove"),
    path(f"{_PLAN}/them/<str:kind>/", plan.movement_item_add, name="movement_item_add"),
    path(f"{_PLAN}/dung/<str:kind>/", plan.movement_items_confirm, name="movement_items_confirm"),
    path(f"{_MOVEMENT}/phat-dong/", launch.movement_launch, name="movement_launch"),
    path(f"{_MOVEMENT}/ket-thuc/", launch.movement_close, name="movement_close"),
    path(f"{_MOVEMENT}/mo-lai/", launch.movement_reopen, name="movement_reopen"),
    path(f"{_SENT}/", launch.movement_deliveries, name="movement_deliveries"),
    path(f"{_SENT}/<int:delivery_id>/da-doc/", launch.movement_delivery_read, name="movement_delivery_read"),
    path(
        f"{_SENT}/don-vi/<int:unit_id>/da-doc/",
        launch.movement_delivery_read_all,
        name="movement_delivery_read_all",
    ),
    path(
        f"{_SENT}/don-vi/<int:unit_id>/so-ky-nhan/<slug:kind>/",
        launch.movement_delivery_book,
        name="movement_delivery_book",
    ),
    path(f"{_LISTS}/", registrations.movement_registrations, name="movement_registrations"),
    path(f"{_LISTS}/cua-toi/", registrations.movement_registration_own, name="movement_registration_own"),
    path(f"{_LISTS}/<int:unit_id>/", registrations.movement_registration, name="movement_registration"),
    path(
        f"{_LISTS}/<int:unit_id>/tep/<str:kind>/",
        registrations.movement_registration_file,
        name="movement_registration_file",
    ),
    path(
        f"{_LISTS}/<int:unit_id>/<slug:step>/",
        registrations.movement_registration_step,
        name="movement_registration_step",
    ),
    path(f"{_TASKS}/", tasks.movement_tasks, name="movement_tasks"),
    path(f"{_TASKS}/them/", tasks.movement_task_add, name="movement_task_add"),
    path(f"{_TASKS}/nhap/", tasks.movement_task_import, name="movement_task_import"),
    path(f"{_TASKS}/mau/", tasks.movement_task_template, name="movement_task_template"),
    path(f"{_TASKS}/don-doc/", tasks.movement_task_reminders, name="movement_task_reminders"),
    path(
        f"{_TASKS}/don-doc/<int:unit_id>/<str:kind>/",
        tasks.movement_task_reminder_file,
        name="movement_task_reminder_file",
    ),
    path(f"{_TASKS}/<int:task_id>/", tasks.movement_task, name="movement_task"),
    path(f"{_TASKS}/<int:task_id>/sua/", tasks.movement_task_change, name="movement_task_change"),
    path(f"{_CHECKS}/", checks.movement_checks, name="movement_checks"),
    path(f"{_CHECKS}/them/", checks.movement_check_add, name="movement_check_add"),
    path(f"{_CHECKS}/<int:check_id>/", checks.movement_check, name="movement_check"),
    path(f"{_MOVEMENT}/to-tham-dinh/", launch.movement_team, name="movement_team"),
]
