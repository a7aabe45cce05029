"""Who gets in where: one row for each address of the program."""

from __future__ import annotations

from dataclasses import dataclass

NOBODY, STRANGER = "nobody", "stranger"
COMMUNE = (
    "officer",
    "chairperson",
    "head",
    "member",
    "appraiser",
    "council",
    "publicity",
    "clerk",
    "accountant",
    "inspector",
    "admin",
)
"""The roles of the commune; the head and the member are of two units, the appraiser is a member with the duty."""

GROUPS = {
    "ANYBODY": frozenset({*COMMUNE, STRANGER, NOBODY}),
    "EVERYONE": frozenset({*COMMUNE, STRANGER}),
    "WITHIN": frozenset(COMMUNE),
    "STAFF": frozenset(COMMUNE) - {"admin"},
    "SHEET": frozenset(COMMUNE) - {"admin", "member"},
    "NOMINATION": frozenset(COMMUNE) - {"admin", "member", "head"},
    "WHOLE": frozenset(COMMUNE) - {"admin", "member", "head", "appraiser"},
    "SITTING": frozenset(COMMUNE) - {"admin", "member", "head", "appraiser", "publicity"},
}
"""Names for sets of them. STAFF: all but the administrator, who sees no evidence. SHEET, NOMINATION: who sees the sheet
and the nomination that were picked. WHOLE: who reads the whole authority. SITTING: who sees the council's papers."""
ANYBODY, EVERYONE, WITHIN, STAFF, SHEET, NOMINATION, WHOLE, SITTING = GROUPS.values()


def who(names: str) -> frozenset[str]:
    """Some roles by their names."""
    return frozenset(names.split())


@dataclass(frozen=True)
class Row:
    """Who is let in by GET and by POST, and who sees that it is there (403 else); all others are told 404.

    An address whose view does not take the method lets nobody in by it. Who may take a step that has moved on is told
    so (409) and gets in by that. ``world`` is where it is tried: ``whole`` at the end of the year, ``scoring`` in its
    middle.
    """

    world: str = "whole"
    get: frozenset[str] = frozenset()
    post: frozenset[str] = frozenset()
    sees: frozenset[str] = frozenset()

    def as_code(self) -> str:
        """The row as it stands below."""
        parts = ['world="scoring"'] if self.world == "scoring" else []
        if self.get and self.get == self.post:
            parts.append(f"both={_named(self.get)}")
        else:
            parts += [
                f"{key}={_named(held)}" for key, held in (("get", self.get), ("post", self.post)) if held
            ]
        if self.sees != self.get | self.post:
            parts.append(f"sees={_named(self.sees)}")
        return f"row({', '.join(parts)})"


def _named(held: frozenset[str]) -> str:
    group = next((name for name, members in GROUPS.items() if members <= held), None)
    if group is None or len(GROUPS[group]) < len(held) / 2:
        return f'who("{" ".join(one for one in (*COMMUNE, STRANGER, NOBODY) if one in held)}")'
    rest = held - GROUPS[group]
    return f'{group} | who("{" ".join(sorted(rest))}")' if rest else group


def row(
    *,
    world: str = "whole",
    get: frozenset[str] = frozenset(),
    post: frozenset[str] = frozenset(),
    both: frozenset[str] = frozenset(),
    sees: frozenset[str] = frozenset(),
) -> Row:
    """A row; who gets in also sees it."""
    return Row(world, get | both, post | both, sees | get | post | both)


# Written by hand or as tests/hardness/test_access.py proposes; each line was judged against the table of roles.
ROWS = {
    "sign_in": row(both=ANYBODY),
    "sign_in_to_trial": row(sees=ANYBODY),
    "sign_out": row(post=EVERYONE),
    "typed_again": row(both=EVERYONE),
    "own_password": row(both=EVERYONE),
    "unit_list": row(get=EVERYONE),
    "unit_list_xlsx": row(get=EVERYONE),
    "unit_add": row(both=who("officer admin stranger"), sees=EVERYONE),
    "unit_import": row(both=who("officer admin stranger"), sees=EVERYONE),
    "unit_template": row(get=EVERYONE),
    "unit_page": row(get=WITHIN),
    "unit_change": row(both=who("officer admin"), sees=WITHIN),
    "unit_close": row(both=who("officer admin"), sees=WITHIN),
    "household_list": row(get=EVERYONE),
    "household_add": row(both=who("officer admin stranger"), sees=EVERYONE),
    "household_import": row(both=who("officer admin stranger"), sees=EVERYONE),
    "household_template": row(get=EVERYONE),
    "household_change": row(both=who("officer admin"), sees=WITHIN),
    "person_list": row(get=EVERYONE),
    "person_list_xlsx": row(get=EVERYONE),
    "person_add": row(both=who("officer admin stranger"), sees=EVERYONE),
    "person_import": row(both=who("officer admin stranger"), sees=EVERYONE),
    "person_template": row(get=EVERYONE),
    "person_page": row(get=WHOLE | who("admin member")),
    "person_change": row(both=who("officer admin"), sees=WHOLE | who("admin member")),
    "person_move": row(both=who("officer admin"), sees=WHOLE | who("admin member")),
    "person_post": row(both=who("officer admin"), sees=WHOLE | who("admin member")),
    "person_leave": row(both=who("officer admin"), sees=WHOLE | who("admin member")),
    "person_training": row(both=who("officer admin"), sees=WHOLE | who("admin member")),
    "journal": row(get=who("officer chairperson inspector admin stranger"), sees=EVERYONE),
    "journal_verify": row(post=who("officer chairperson inspector admin stranger"), sees=EVERYONE),
    "role_list": row(get=who("admin stranger"), sees=EVERYONE),
    "account_add": row(both=who("admin stranger"), sees=EVERYONE),
    "account_page": row(get=who("admin"), sees=WITHIN),
    "role_grant": row(both=who("admin"), sees=WITHIN),
    "role_end": row(both=who("admin"), sees=WITHIN),
    "password_reset": row(post=who("admin"), sees=WITHIN),
    "account_close": row(post=who("admin"), sees=WITHIN),
    "account_reopen": row(post=who("admin"), sees=WITHIN),
    "grading_list": row(get=EVERYONE),
    "grading_list_xlsx": row(get=EVERYONE),
    "grading_add": row(both=who("officer admin stranger"), sees=EVERYONE),
    "grading_add_many": row(both=who("officer admin stranger"), sees=EVERYONE),
    "grading_import": row(both=who("officer admin stranger"), sees=EVERYONE),
    "grading_template": row(get=EVERYONE),
    "discipline_list": row(get=who("officer chairperson"), sees=EVERYONE),
    "discipline_add": row(both=who("officer chairperson"), sees=EVERYONE),
    "discipline_conclude": row(both=who("officer chairperson")),
    "verification_add": row(both=who("officer chairperson stranger"), sees=EVERYONE),
    "verification_end": row(both=who("officer chairperson")),
    "absence_list": row(get=who("officer admin"), sees=EVERYONE),
    "absence_add": row(both=who("officer admin"), sees=EVERYONE),
    "initiative_list": row(get=EVERYONE),
    "initiative_add": row(both=STAFF | who("stranger"), sees=EVERYONE),
    "initiative_page": row(get=WITHIN),
    "initiative_recognise": row(both=who("officer"), sees=WITHIN),
    "movement_list": row(get=EVERYONE),
    "movement_new_from": row(both=who("officer stranger"), sees=EVERYONE),
    "movement_new": row(both=who("officer stranger"), sees=EVERYONE),
    "movement_plan": row(get=WITHIN, post=who("officer")),
    "movement_plan_confirm": row(post=who("officer"), sees=WITHIN),
    "movement_plan_reopen": row(post=who("officer"), sees=WITHIN),
    "movement_plan_source": row(get=WITHIN),
    "movement_plan_issue": row(get=WITHIN, post=who("officer clerk")),
    "movement_plan_file": row(get=WITHIN),
    "movement_item": row(both=who("officer"), sees=WITHIN),
    "movement_item_confirm": row(post=who("officer"), sees=WITHIN),
    "movement_item_remove": row(post=who("officer"), sees=WITHIN),
    "movement_item_add": row(both=who("officer"), sees=WITHIN),
    "movement_items_confirm": row(post=who("officer"), sees=WITHIN),
    "movement_launch": row(get=WITHIN, post=who("officer chairperson")),
    "movement_close": row(post=who("officer"), sees=WITHIN),
    "movement_reopen": row(both=who("officer"), sees=WITHIN),
    "movement_deliveries": row(get=WITHIN, post=who("officer clerk")),
    "movement_delivery_read": row(post=who("head"), sees=WHOLE | who("head")),
    "movement_delivery_read_all": row(both=who("officer head"), sees=WITHIN),
    "movement_delivery_book": row(get=who("officer head clerk"), sees=WITHIN),
    "movement_registrations": row(get=WITHIN),
    "movement_registration_own": row(both=STAFF),
    "movement_registration": row(get=WHOLE | who("head"), post=who("officer head")),
    "movement_registration_file": row(get=WHOLE | who("head")),
    "movement_registration_step": row(post=who("head"), sees=WHOLE | who("head")),
    "movement_tasks": row(get=WITHIN),
    "movement_task_add": row(both=who("officer"), sees=WITHIN),
    "movement_task_import": row(both=who("officer"), sees=WITHIN),
    "movement_task_template": row(get=who("officer"), sees=WITHIN),
    "movement_task_reminders": row(get=WHOLE, sees=WITHIN),
    "movement_task_reminder_file": row(
        sees=who("chairperson head member appraiser council publicity accountant inspector admin")
    ),
    "movement_task": row(both=WHOLE),
    "movement_task_change": row(both=who("officer"), sees=WHOLE),
    "movement_checks": row(get=WITHIN),
    "movement_check_add": row(both=who("officer"), sees=WITHIN),
    "movement_check": row(get=WHOLE, post=who("officer")),
    "movement_team": row(get=WITHIN, post=who("officer")),
    "scoring_sets": row(world="scoring", get=EVERYONE, post=who("officer stranger")),
    "scoring_set": row(world="scoring", get=WITHIN),
    "scoring_set_drop": row(world="scoring", post=who("officer"), sees=WITHIN),
    "scoring_set_file": row(world="scoring", get=EVERYONE),
    "scoring_evidence_item": row(
        world="scoring", get=SITTING | who("appraiser"), post=who("officer appraiser clerk accountant")
    ),
    "scoring_evidence_version": row(),
    "scoring_evidence_file": row(world="scoring", get=SITTING | who("appraiser")),
    "scoring_sheets": row(world="scoring", get=STAFF),
    "scoring_sheets_excel": row(world="scoring", get=STAFF),
    "scoring_open": row(world="scoring", both=who("officer"), sees=WITHIN),
    "scoring_days": row(world="scoring", both=who("officer"), sees=STAFF),
    "scoring_figures": row(world="scoring", both=who("officer"), sees=STAFF),
    "scoring_ranking": row(world="scoring", get=STAFF),
    "scoring_ranking_excel": row(world="scoring", get=STAFF),
    "scoring_sheet": row(world="scoring", get=SHEET),
    "scoring_sheet_fill": row(world="scoring", both=who("officer head"), sees=SHEET),
    "scoring_counts": row(world="scoring", post=who("officer head"), sees=SHEET),
    "scoring_sheet_excel": row(world="scoring", get=who("officer head"), sees=SHEET),
    "scoring_sheet_from_excel": row(world="scoring", both=who("officer head"), sees=SHEET),
    "scoring_sheet_sign_off": row(world="scoring", both=who("officer"), sees=NOMINATION),
    "scoring_sheet_submit": row(world="scoring", both=who("officer head"), sees=SHEET),
    "scoring_sheet_recall": row(world="scoring", both=who("officer"), sees=NOMINATION),
    "scoring_sheet_return": row(world="scoring", both=who("officer"), sees=NOMINATION),
    "scoring_sheet_appraise": row(world="scoring", both=who("officer"), sees=NOMINATION),
    "scoring_sheet_appraised": row(world="scoring", both=who("officer"), sees=NOMINATION),
    "scoring_sheet_ask": row(both=who("officer appraiser"), sees=SHEET),
    "scoring_sheet_explain": row(world="scoring", both=who("officer head"), sees=SHEET),
    "scoring_sheet_explained": row(both=who("officer head"), sees=SHEET),
    "scoring_sheet_end": row(both=who("officer"), sees=SHEET),
    "scoring_sheet_adjust": row(world="scoring", both=who("officer appraiser"), sees=SHEET),
    "scoring_sheet_finalize": row(both=who("officer"), sees=SHEET),
    "scoring_sheet_reopen": row(both=who("officer"), sees=SHEET),
    "scoring_cell": row(world="scoring", post=who("officer head"), sees=SHEET),
    "scoring_evidence": row(world="scoring", both=who("officer head appraiser"), sees=SHEET),
    "scoring_evidence_unlink": row(sees=SHEET),
    "nominations_list": row(get=WITHIN),
    "nominations_list_xlsx": row(get=WITHIN),
    "nominations_meeting_add": row(both=who("officer chairperson head"), sees=WITHIN),
    "nominations_meeting": row(get=NOMINATION),
    "nominations_meeting_change": row(both=who("officer"), sees=NOMINATION),
    "nominations_meeting_papers": row(sees=NOMINATION),
    "nominations_add": row(both=who("officer"), sees=NOMINATION),
    "nominations_nomination": row(get=NOMINATION),
    "nominations_change": row(both=who("officer"), sees=NOMINATION),
    "nominations_sheet": row(both=who("officer"), sees=NOMINATION),
    "nominations_report": row(sees=NOMINATION),
    "nominations_attach": row(both=who("officer"), sees=NOMINATION),
    "nominations_file": row(),
    "nominations_detach": row(sees=NOMINATION),
    "nominations_step": row(both=who("officer"), sees=NOMINATION),
    "council_meetings": row(get=WITHIN),
    "council_set_up": row(both=who("officer"), sees=WITHIN),
    "council_council": row(get=SITTING),
    "council_seat_add": row(both=who("officer"), sees=SITTING),
    "council_seat_end": row(both=who("officer"), sees=SITTING),
    "council_meeting_plan": row(both=who("officer"), sees=WITHIN),
    "council_meeting": row(get=SITTING),
    "council_attendance": row(both=who("officer"), sees=SITTING),
    "council_rules": row(both=who("officer"), sees=SITTING),
    "council_written_plan": row(both=who("officer"), sees=WITHIN),
    "council_substitute": row(both=who("officer"), sees=SITTING),
    "council_agenda": row(both=who("officer"), sees=SITTING),
    "council_files": row(get=SITTING, post=who("officer")),
    "council_file": row(get=SITTING),
    "council_file_drop": row(post=who("officer"), sees=SITTING),
    "council_extend": row(both=who("officer"), sees=SITTING),
    "council_trial_add": row(both=who("officer"), sees=SITTING),
    "council_further_round": row(both=who("officer"), sees=SITTING),
    "council_otherwise": row(both=who("officer chairperson"), sees=SITTING),
    "council_opinion_slip": row(get=who("officer chairperson"), sees=SITTING),
    "council_count_opinions": row(both=who("officer"), sees=SITTING),
    "council_voting_paper": row(get=who("officer"), sees=SITTING),
    "council_repeat": row(both=who("officer"), sees=SITTING),
    "council_trial_compare": row(both=who("officer"), sees=SITTING),
    "council_recusals": row(both=who("officer chairperson council inspector"), sees=SITTING),
    "council_tellers": row(both=who("officer"), sees=SITTING),
    "council_ballot_add": row(both=who("officer"), sees=SITTING),
    "council_select": row(both=who("officer"), sees=SITTING),
    "council_minutes": row(both=who("officer"), sees=SITTING),
    "council_invitation": row(get=who("officer"), sees=SITTING),
    "council_meeting_step": row(both=who("officer"), sees=SITTING),
    "council_ballot": row(get=SITTING),
    "council_counts": row(sees=who("chairperson council clerk accountant inspector")),
    "council_opinion": row(both=who("officer chairperson"), sees=SITTING),
    "council_key": row(both=who("clerk")),
    "council_vote": row(both=who("chairperson council inspector"), sees=SITTING),
    "council_count": row(both=who("officer"), sees=SITTING),
    "council_published": row(get=SITTING),
    "council_ballot_step": row(both=who("officer chairperson"), sees=SITTING),
    "commendation_decision": row(get=WITHIN),
    "commendation_proposal_draft": row(get=WITHIN, post=who("officer")),
    "commendation_proposal_issue": row(get=WITHIN, post=who("officer clerk")),
    "commendation_proposal_cancel": row(both=who("officer"), sees=WHOLE),
    "commendation_decision_draft": row(get=WITHIN, post=who("officer")),
    "commendation_decision_issue": row(get=WITHIN, post=who("officer chairperson clerk")),
    "commendation_decision_file": row(get=WITHIN, post=who("officer clerk")),
    "commendation_decision_signed": row(get=STAFF),
    "commendation_awards": row(get=WITHIN),
    "commendation_award_certificates": row(both=who("officer"), sees=STAFF),
    "commendation_award_files": row(get=who("officer"), sees=STAFF),
    "commendation_award_hand_over": row(get=WITHIN, post=who("officer")),
    "commendation_award_pay": row(get=WITHIN, post=who("accountant")),
    "commendation_award_money": row(get=who("officer chairperson accountant inspector"), sees=STAFF),
    "commendation_award_order": row(get=who("officer"), sees=STAFF),
    "award_register": row(get=EVERYONE),
    "award_register_xlsx": row(get=EVERYONE),
    "award_page": row(get=STAFF),
    "award_certificate": row(get=who("officer"), sees=STAFF),
    "award_reissue": row(both=who("officer"), sees=STAFF),
    "award_account": row(both=who("accountant"), sees=STAFF),
    "award_cancel": row(
        get=who("officer chairperson accountant"), post=who("officer chairperson"), sees=STAFF
    ),
    "certificate_look": row(both=who("officer admin stranger"), sees=EVERYONE),
    "certificate_look_emblem": row(
        sees=who("chairperson head member appraiser council publicity clerk accountant inspector")
    ),
    "certificate_look_sample": row(get=who("officer admin stranger"), sees=EVERYONE),
    "certificate_look_blank": row(post=who("officer admin stranger"), sees=EVERYONE),
    "certificate_look_preview": row(get=who("officer admin stranger"), sees=EVERYONE),
    "certificate_look_shift": row(post=who("officer admin stranger"), sees=EVERYONE),
    "certificate_look_printer": row(get=who("officer admin stranger"), sees=EVERYONE),
    "certificate_ask": row(get=ANYBODY),
    "certificate_check": row(get=ANYBODY),
    "public_home": row(get=ANYBODY),
    "public_movement": row(get=ANYBODY),
    "publicity_scripts": row(get=WITHIN),
    "publicity_script_write": row(both=who("officer publicity"), sees=WITHIN),
    "publicity_log": row(get=WITHIN),
    "publicity_log_file": row(get=WITHIN),
    "publicity_exemplars": row(get=WITHIN),
    "publicity_exemplar_enter": row(both=who("officer publicity"), sees=WITHIN),
    "publicity_exemplar_propose": row(post=who("officer publicity"), sees=WITHIN),
    "publicity_exemplar_change": row(sees=WITHIN),
    "publicity_exemplar_approve": row(both=who("officer chairperson"), sees=WITHIN),
    "publicity_script": row(get=WITHIN),
    "publicity_script_change": row(sees=WITHIN),
    "publicity_script_read": row(get=WITHIN),
    "publicity_script_broadcast": row(both=who("officer publicity"), sees=WITHIN),
    "publicity_script_file": row(get=WITHIN),
    "publicity_script_submit": row(both=who("officer publicity"), sees=WITHIN),
    "publicity_script_recall": row(both=who("officer publicity"), sees=WITHIN),
    "publicity_script_approve": row(both=who("officer chairperson"), sees=WITHIN),
    "publicity_script_return": row(both=who("officer chairperson"), sees=WITHIN),
    "publicity_script_revise": row(both=who("publicity"), sees=WITHIN),
    "review_list": row(get=WHOLE),
    "review_begin": row(both=who("officer"), sees=WHOLE),
    "review_report": row(get=WHOLE, post=who("officer")),
    "review_file": row(get=WHOLE),
    "review_draft": row(post=who("officer"), sees=WHOLE),
    "review_issue": row(both=who("officer chairperson clerk"), sees=WHOLE),
    "review_reopen": row(both=who("officer"), sees=WHOLE),
    "desk": row(get=EVERYONE),
    "begin": row(both=ANYBODY),
    "begin_trial": row(),
    "law_province": row(both=who("officer admin stranger"), sees=EVERYONE),
    "law_value": row(get=EVERYONE, post=who("officer admin stranger")),
    "law_values": row(get=EVERYONE),
    "law_withdraw": row(both=who("officer admin"), sees=WITHIN),
    "leave_trial": row(),
    "movement_home": row(get=WITHIN),
    "unit_year": row(get=WITHIN),
    "person_year": row(get=WHOLE | who("admin member")),
    "paper_file": row(get=WITHIN),
    "scoring_ranking_groups": row(both=who("officer"), sees=STAFF),
    "scoring_ranking_publish": row(both=who("officer"), sees=STAFF),
    "scoring_ranking_withdraw": row(
        sees=who("chairperson head member appraiser council publicity clerk accountant inspector")
    ),
    "scoring_sheet_analysis": row(get=SHEET),
    "scoring_sheet_analysis_excel": row(get=SHEET),
    "scoring_set_download": row(get=WITHIN),
    "scoring_set_excel": row(get=WITHIN),
    "scoring_set_new_version": row(both=who("officer"), sees=WITHIN),
    "scoring_set_compare": row(get=WITHIN),
    "scoring_draft": row(both=who("officer")),
    "scoring_draft_node": row(both=who("officer")),
    "scoring_draft_parts": row(both=who("officer")),
    "scoring_move_version": row(both=who("officer"), sees=STAFF),
    "scoring_sharing": row(both=who("officer"), sees=STAFF),
    "scoring_reasons": row(both=who("officer"), sees=STAFF),
    "scoring_rules": row(both=who("officer"), sees=STAFF),
    "scoring_reminders": row(both=who("officer"), sees=STAFF),
    "scoring_sheet_accept": row(both=who("officer appraiser"), sees=SHEET),
    "commendation_ceremony": row(both=who("officer"), sees=STAFF),
    "award_cancel_issue": row(both=who("officer chairperson"), sees=STAFF),
    "award_certificate_back": row(post=who("officer"), sees=STAFF),
    "award_money_back": row(post=who("accountant"), sees=STAFF),
    "old_award_import": row(both=who("officer stranger"), sees=EVERYONE),
    "old_award_template": row(get=who("officer stranger"), sees=EVERYONE),
    "fund": row(
        get=who("officer chairperson accountant inspector stranger"), post=who("accountant"), sees=EVERYONE
    ),
    "number_list": row(get=who("officer clerk stranger"), sees=EVERYONE),
    "scoring_ranking_decision": row(),
    "commendation_ceremony_paper": row(get=who("officer"), sees=STAFF),
    "award_cancel_paper": row(sees=who("head member appraiser council publicity clerk inspector")),
    "old_award_page": row(),
    "number_series": row(both=who("officer clerk"), sees=WITHIN),
    "nominations_send_up": row(both=who("officer"), sees=NOMINATION),
    "nominations_from_below": row(get=EVERYONE),
    "nominations_forwarding": row(),
    "nominations_parcel": row(),
    "nominations_answer": row(),
    "commendation_decision_signatures": row(post=who("officer clerk"), sees=STAFF),
    "root_certificates": row(both=who("admin stranger"), sees=EVERYONE),
    "root_certificate_remove": row(sees=STAFF),
    "word_template_list": row(get=who("officer admin stranger"), sees=EVERYONE),
    "word_template": row(both=who("officer admin stranger"), sees=EVERYONE),
    "word_template_drop": row(post=who("officer admin stranger"), sees=EVERYONE),
    "word_template_file": row(get=who("officer admin stranger"), sees=EVERYONE),
}
