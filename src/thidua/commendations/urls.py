"""Addresses of ``commendations``."""

from django.urls import path

from thidua.commendations.views import (
    awarding,
    ceremony,
    check,
    deciding,
    keeping,
    look,
    proposing,
    register,
    revoking,
    roots,
)

STEP = "phong-trao/<int:movement_id>/quyet-dinh/"
GIVING = "phong-trao/<int:movement_id>/trao-thuong/"
BOOK = "so-khen-thuong/"

urlpatterns = [
    path(STEP, deciding.decision, name="commendation_decision"),
    path(f"{STEP}to-trinh/soan/", proposing.proposal_draft, name="commendation_proposal_draft"),
    path(f"{STEP}to-trinh/ban-hanh/", proposing.proposal_issue, name="commendation_proposal_issue"),
    path(f"{STEP}to-trinh/rut/", proposing.proposal_cancel, name="commendation_proposal_cancel"),
    path(f"{STEP}soan/", deciding.decision_draft, name="commendation_decision_draft"),
    path(f"{STEP}ban-hanh/", deciding.decision_issue, name="commendation_decision_issue"),
    path(f"{STEP}luu-ban-ky/", deciding.decision_file, name="commendation_decision_file"),
    path(f"{STEP}ban-ky/chu-ky-so/", deciding.decision_signatures, name="commendation_decision_signatures"),
    path(f"{STEP}ban-ky/", deciding.decision_signed, name="commendation_decision_signed"),
    path(GIVING, awarding.awards, name="commendation_awards"),
    path(f"{GIVING}giay-khen/", awarding.certificates, name="commendation_award_certificates"),
    path(f"{GIVING}giay-khen/tung-to/", awarding.certificate_files, name="commendation_award_files"),
    path(f"{GIVING}da-trao/", awarding.hand_over, name="commendation_award_hand_over"),
    path(f"{GIVING}da-chi/", awarding.pay, name="commendation_award_pay"),
    path(f"{GIVING}tien-thuong/<str:kind>/", awarding.money, name="commendation_award_money"),
    path(f"{GIVING}hoi-nghi/", ceremony.ceremony, name="commendation_ceremony"),
    path(
        f"{GIVING}hoi-nghi/<slug:what>/<str:kind>/",
        ceremony.ceremony_paper,
        name="commendation_ceremony_paper",
    ),
    path(f"{GIVING}len-nhan/<str:kind>/", awarding.order, name="commendation_award_order"),
    path(BOOK, register.register, name="award_register"),
    path(f"{BOOK}excel/", register.register_xlsx, name="award_register_xlsx"),
    path(f"{BOOK}<int:pk>/", register.award, name="award_page"),
    path(f"{BOOK}<int:pk>/giay-khen/", awarding.one_certificate, name="award_certificate"),
    path(f"{BOOK}<int:pk>/cap-doi/", awarding.reissue, name="award_reissue"),
    path(f"{BOOK}<int:pk>/tai-khoan/", register.account, name="award_account"),
    path(f"{BOOK}<int:pk>/huy/", revoking.cancel, name="award_cancel"),
    path(f"{BOOK}<int:pk>/huy/ban-hanh/", revoking.issue, name="award_cancel_issue"),
    path(f"{BOOK}<int:pk>/huy/van-ban/<str:kind>/", revoking.paper, name="award_cancel_paper"),
    path(f"{BOOK}<int:pk>/thu-hoi/giay-khen/", revoking.certificate_back, name="award_certificate_back"),
    path(f"{BOOK}<int:pk>/thu-hoi/tien-thuong/", revoking.money_back, name="award_money_back"),
    path(f"{BOOK}nhap/", keeping.old_import, name="old_award_import"),
    path(f"{BOOK}nhap/mau/", keeping.old_template, name="old_award_template"),
    path(f"{BOOK}so-cu/<int:pk>/", register.old_award, name="old_award_page"),
    path("quy-thi-dua/", keeping.fund, name="fund"),
    path("chung-thu-goc/", roots.roots, name="root_certificates"),
    path("chung-thu-goc/<int:pk>/bo/", roots.remove, name="root_certificate_remove"),
    path("so-van-ban/", keeping.number_list, name="number_list"),
    path("so-van-ban/<int:pk>/", keeping.number_series, name="number_series"),
    path("mau-giay-khen/", look.look, name="certificate_look"),
    path("mau-giay-khen/quoc-huy/", look.emblem, name="certificate_look_emblem"),
    path("mau-giay-khen/in-thu/", look.sample, name="certificate_look_sample"),
    path("mau-giay-khen/phoi/", look.blank, name="certificate_look_blank"),
    path("mau-giay-khen/xem-thu/", look.preview, name="certificate_look_preview"),
    path("mau-giay-khen/do-lech/", look.shift, name="certificate_look_shift"),
    path("mau-giay-khen/trang-do/", look.printer_page, name="certificate_look_printer"),
    path("xac-nhan/", check.ask, name="certificate_ask"),
    path("xac-nhan/<str:code>/", check.certificate, name="certificate_check"),
]
