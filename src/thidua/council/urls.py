"""Addresses of step 8."""

from django.urls import path

from thidua.council.views import (
    again,
    ballots,
    closing,
    councils,
    counting,
    inviting,
    meetings,
    planning,
    voting,
)

HERE = "phong-trao/<int:movement_id>/hoi-dong/"
COUNCIL = f"{HERE}<int:council_id>/"
MEETING = f"{HERE}hop/<int:meeting_id>/"
BALLOT = f"{HERE}phieu/<int:ballot_id>/"

urlpatterns = [
    path(HERE, councils.meetings, name="council_meetings"),
    path(f"{HERE}lap/", councils.set_up, name="council_set_up"),
    path(COUNCIL, councils.council, name="council_council"),
    path(f"{COUNCIL}thanh-vien/", councils.seat_add, name="council_seat_add"),
    path(f"{COUNCIL}thanh-vien/<int:seat_id>/thoi/", councils.seat_end, name="council_seat_end"),
    path(f"{COUNCIL}quy-che/", planning.rules, name="council_rules"),
    path(f"{HERE}lay-y-kien/them/", planning.plan_written, name="council_written_plan"),
    path(f"{HERE}hop/them/", councils.plan, name="council_meeting_plan"),
    path(MEETING, meetings.meeting, name="council_meeting"),
    path(f"{MEETING}diem-danh/", meetings.attendance, name="council_attendance"),
    path(f"{MEETING}diem-danh/<int:member_id>/du-thay/", planning.substitute, name="council_substitute"),
    path(f"{MEETING}noi-dung/", planning.agenda, name="council_agenda"),
    path(f"{MEETING}tai-lieu/", planning.files, name="council_files"),
    path(f"{MEETING}tai-lieu/<int:file_id>/", planning.file, name="council_file"),
    path(f"{MEETING}tai-lieu/<int:file_id>/bot/", planning.file_drop, name="council_file_drop"),
    path(f"{MEETING}gia-han/", planning.extend, name="council_extend"),
    path(f"{MEETING}bo-phieu-thu/", again.trial_add, name="council_trial_add"),
    path(f"{MEETING}vong-tiep/", again.further_round, name="council_further_round"),
    path(f"{MEETING}ket-qua/<int:selection_id>/quyet-dinh-khac/", again.otherwise, name="council_otherwise"),
    path(f"{MEETING}lien-quan/", meetings.recusals, name="council_recusals"),
    path(f"{MEETING}to-kiem-phieu/", meetings.tellers, name="council_tellers"),
    path(f"{MEETING}bieu-quyet/", ballots.ballot_add, name="council_ballot_add"),
    path(f"{MEETING}chon/", closing.select, name="council_select"),
    path(f"{MEETING}bien-ban/", closing.minutes, name="council_minutes"),
    path(f"{MEETING}giay-moi/<str:kind>/", inviting.invitation, name="council_invitation"),
    path(f"{MEETING}<slug:what>/", meetings.step, name="council_meeting_step"),
    path(BALLOT, ballots.ballot, name="council_ballot"),
    path(f"{BALLOT}so-phieu/", counting.counts, name="council_counts"),
    path(f"{BALLOT}y-kien/<int:member_id>/", counting.opinion, name="council_opinion"),
    path(f"{BALLOT}y-kien/<int:member_id>/phieu/", again.opinion_slip, name="council_opinion_slip"),
    path(f"{BALLOT}dem-y-kien/", again.count_opinions, name="council_count_opinions"),
    path(f"{BALLOT}in-phieu/", again.voting_paper, name="council_voting_paper"),
    path(f"{BALLOT}bo-lai/", again.repeat, name="council_repeat"),
    path(f"{BALLOT}doi-chieu/", again.trial_compare, name="council_trial_compare"),
    path(f"{BALLOT}khoa/", voting.key, name="council_key"),
    path(f"{BALLOT}bo-phieu/", voting.vote, name="council_vote"),
    path(f"{BALLOT}kiem-phieu/", counting.count, name="council_count"),
    path(f"{BALLOT}danh-sach-phieu.csv", counting.published, name="council_published"),
    path(f"{BALLOT}<slug:what>/", ballots.ballot_step, name="council_ballot_step"),
]
