"""Addresses of ``scoring``."""

from django.urls import URLPattern, path

from thidua.scoring.views import (
    analysis,
    asking,
    criteria,
    evidence,
    filling,
    offline,
    publication,
    ranking,
    sheets,
    sign_off,
    steps,
    team,
)

_MOVEMENT = "phong-trao/<int:movement_id>/cham-diem"
_SHEET = f"{_MOVEMENT}/phieu/<int:sheet_id>"

urlpatterns: list[URLPattern] = [
    path("bo-tieu-chi/", criteria.criteria_sets, name="scoring_sets"),
    path("bo-tieu-chi/<int:set_id>/", criteria.criteria_set, name="scoring_set"),
    path("bo-tieu-chi/<int:set_id>/bo/", criteria.criteria_set_drop, name="scoring_set_drop"),
    path("bo-tieu-chi/mau/<slug:name>.yaml", criteria.criteria_set_file, name="scoring_set_file"),
    path("minh-chung/<int:evidence_id>/", evidence.evidence_item, name="scoring_evidence_item"),
    path(
        "minh-chung/<int:evidence_id>/ban/<int:number>/",
        evidence.evidence_version,
        name="scoring_evidence_version",
    ),
    path("minh-chung/<int:evidence_id>/tep/", evidence.evidence_file, name="scoring_evidence_file"),
    path(f"{_MOVEMENT}/", sheets.sheets, name="scoring_sheets"),
    path(f"{_MOVEMENT}/excel/", sheets.sheets_excel, name="scoring_sheets_excel"),
    path(f"{_MOVEMENT}/mo/", sheets.open_scoring, name="scoring_open"),
    path(f"{_MOVEMENT}/phan-cong/", team.sharing, name="scoring_sharing"),
    path(f"{_MOVEMENT}/ly-do/", team.reasons, name="scoring_reasons"),
    path(f"{_MOVEMENT}/thiet-lap/", team.rules, name="scoring_rules"),
    path(f"{_MOVEMENT}/nhac/", team.reminders, name="scoring_reminders"),
    path(f"{_MOVEMENT}/han/", sheets.days, name="scoring_days"),
    path(f"{_MOVEMENT}/so-lieu-chung/", ranking.figures, name="scoring_figures"),
    path("phong-trao/<int:movement_id>/xep-hang/", ranking.ranking, name="scoring_ranking"),
    path("phong-trao/<int:movement_id>/xep-hang/excel/", ranking.ranking_excel, name="scoring_ranking_excel"),
    path("phong-trao/<int:movement_id>/xep-hang/nhom/", publication.groups, name="scoring_ranking_groups"),
    path(
        "phong-trao/<int:movement_id>/xep-hang/cong-bo/", publication.publish, name="scoring_ranking_publish"
    ),
    path(
        "phong-trao/<int:movement_id>/xep-hang/thu-hoi/",
        publication.withdraw,
        name="scoring_ranking_withdraw",
    ),
    path(
        "phong-trao/<int:movement_id>/xep-hang/quyet-dinh/",
        publication.decision_file,
        name="scoring_ranking_decision",
    ),
    path(f"{_SHEET}/phan-tich/", analysis.analysis, name="scoring_sheet_analysis"),
    path(f"{_SHEET}/phan-tich/excel/", analysis.analysis_excel, name="scoring_sheet_analysis_excel"),
    path(f"{_SHEET}/", sheets.sheet, name="scoring_sheet"),
    path(f"{_SHEET}/tu-cham/", filling.fill, name="scoring_sheet_fill"),
    path(f"{_SHEET}/excel/", offline.sheet_excel, name="scoring_sheet_excel"),
    path(f"{_SHEET}/tu-excel/", offline.from_excel, name="scoring_sheet_from_excel"),
    path(f"{_SHEET}/duyet/", sign_off.sign_off, name="scoring_sheet_sign_off"),
    path(f"{_SHEET}/gui/", steps.submit, name="scoring_sheet_submit"),
    path(f"{_SHEET}/rut-ve/", steps.recall, name="scoring_sheet_recall"),
    path(f"{_SHEET}/tra-lai/", steps.return_sheet, name="scoring_sheet_return"),
    path(f"{_SHEET}/tham-dinh/", filling.appraise, name="scoring_sheet_appraise"),
    path(f"{_SHEET}/tham-dinh/giu-nguyen/", team.accept, name="scoring_sheet_accept"),
    path(f"{_SHEET}/tham-dinh/ghi/", steps.appraised, name="scoring_sheet_appraised"),
    path(f"{_SHEET}/de-nghi-giai-trinh/", asking.ask, name="scoring_sheet_ask"),
    path(f"{_SHEET}/giai-trinh/", filling.explain, name="scoring_sheet_explain"),
    path(f"{_SHEET}/giai-trinh/gui/", steps.explained, name="scoring_sheet_explained"),
    path(f"{_SHEET}/ket-thuc-giai-trinh/", steps.end_explanation, name="scoring_sheet_end"),
    path(f"{_SHEET}/thuong-tru/", steps.adjust, name="scoring_sheet_adjust"),
    path(f"{_SHEET}/chot/", steps.finalize, name="scoring_sheet_finalize"),
    path(f"{_SHEET}/mo-lai/", steps.reopen, name="scoring_sheet_reopen"),
    path(f"{_SHEET}/o/<slug:round_>/<str:leaf_code>/", filling.cell, name="scoring_cell"),
    path(f"{_SHEET}/minh-chung/<str:leaf_code>/", evidence.evidence, name="scoring_evidence"),
    path(f"{_SHEET}/go-minh-chung/<int:link_id>/", evidence.unlink, name="scoring_evidence_unlink"),
]
