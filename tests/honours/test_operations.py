"""What a subject has: effect, one entry in the journal, refusal by role and by state."""

from datetime import date

import pytest

from thidua.audit import queries as audit
from thidua.audit.models import Entry, PrivateDetail
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.honours import operations
from thidua.honours.models import AwardHeld, Discipline, Grading, Verification

pytestmark = pytest.mark.django_db

DOCUMENT = {
    "document_number": "15/TB-UBND",
    "document_on": date(2025, 1, 20),
    "document_issuer": "Ủy ban nhân dân xã Nà Mây",
}
AWARD = {
    "form": "Giấy khen",
    "merit": "Phong trào cải cách hành chính",
    "decision_number": "45/QĐ-UBND",
    "decided_on": date(2025, 2, 1),
    "issuer": "Chủ tịch Ủy ban nhân dân xã Nà Mây",
}


def grade(cast, who="officer", **changes):
    told = {"subject": cast.people["member"].subject, "period": "2024", "level": "good", **DOCUMENT} | changes
    return operations.record_grading(cast.act(who), **told)


def test_a_grading_is_kept_with_its_document_and_one_entry_without_the_level_in_the_open(cast):
    before = Entry.objects.count()
    row = grade(cast)
    assert (row.level, row.status, row.document_number) == ("good", "official", "15/TB-UBND")
    entry = Entry.objects.order_by("-position").first()
    assert (Entry.objects.count(), entry.name) == (before + 1, "grading.recorded")
    assert entry.authority_id == str(cast.commune.pk)
    assert "good" not in entry.text
    assert "good" in PrivateDetail.objects.get(position=entry.position).text


def test_the_same_grading_again_changes_nothing_and_another_corrects_it(cast):
    grade(cast)
    entries = Entry.objects.count()
    grade(cast)
    assert Entry.objects.count() == entries
    grade(cast, level="completed")
    assert Grading.objects.get().level == "completed"
    assert audit.history(Grading.objects.get()).first().name == "grading.corrected"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"period": "25"}, "period"),
        ({"period": "2024-2026"}, "period"),
        ({"level": "superb"}, "level"),
        ({"document_number": " "}, "document_number"),
        ({"document_issuer": ""}, "document_issuer"),
        ({"document_on": date(2025, 2, 11)}, "document_on"),
    ],
)
def test_a_faulty_grading_is_refused_at_its_field(cast, changes, field):
    with pytest.raises(RefusedError) as refused:
        grade(cast, **changes)
    assert set(refused.value.faults) == {field}
    assert not Grading.objects.exists()


@pytest.mark.parametrize("who", ["member", "head", "inspector", "stranger", "chair"])
def test_gradings_are_kept_by_officer_and_administrator_alone(cast, who):
    with pytest.raises(NotAllowedError):
        grade(cast, who)


def test_discipline_stays_out_of_the_open_journal_and_is_concluded_once(cast):
    row = operations.record_discipline(
        cast.act("officer"),
        person=cast.people["member"],
        under_consideration=True,
        starts_on=date(2025, 1, 10),
        document="Thông báo 3/TB-UBND",
    )
    measure = operations.conclude_discipline(
        cast.act("chair"),
        discipline=row,
        on=date(2025, 2, 1),
        form="Khiển trách",
        ends_on=date(2026, 1, 31),
        document="Quyết định 9/QĐ-UBND",
    )
    assert (measure.form, measure.under_consideration) == ("Khiển trách", False)
    assert not Entry.objects.filter(text__contains="Khiển trách").exists()
    with pytest.raises(MovedOnError):
        operations.conclude_discipline(
            cast.act("chair"), discipline=row, on=date(2025, 2, 2), document="Quyết định 10"
        )
    assert Discipline.objects.count() == 2


@pytest.mark.parametrize("who", ["admin", "inspector", "head", "stranger"])
def test_discipline_is_entered_by_officer_and_chairperson_alone(cast, who):
    with pytest.raises(NotAllowedError):
        operations.record_discipline(
            cast.act(who),
            person=cast.people["member"],
            under_consideration=True,
            starts_on=date(2025, 1, 10),
            document="Thông báo",
        )


def test_a_verification_ends_once_with_its_outcome(cast):
    row = operations.begin_verification(
        cast.act("officer"),
        subject=cast.office.subject,
        matter="Đơn phản ánh về thu phí",
        starts_on=date(2025, 1, 5),
        document="Phiếu chuyển đơn 2",
    )
    operations.end_verification(cast.act("officer"), verification=row, on=date(2025, 2, 3), cleared=True)
    assert Verification.objects.get().cleared is True
    with pytest.raises(MovedOnError):
        operations.end_verification(cast.act("officer"), verification=row, on=date(2025, 2, 3), cleared=False)


def test_an_award_is_kept_once_and_cancelled_by_a_document(cast):
    subject = cast.people["member"].subject
    row = operations.record_award(cast.act("chair"), subject=subject, movement_key="7", **AWARD)
    assert (row.imported, row.movement_key) == (False, "7")
    with pytest.raises(RefusedError, match="đã có Giấy khen"):
        operations.record_award(cast.act("chair"), subject=subject, **AWARD)
    told = {"subject": subject, "decision_number": "45/QĐ-UBND", "on": date(2025, 2, 5)}
    with pytest.raises(RefusedError) as refused:
        operations.cancel_award(cast.act("officer"), document=" ", **told)
    assert "document" in refused.value.faults
    operations.cancel_award(cast.act("officer"), document="50/QĐ-UBND", **told)
    assert AwardHeld.objects.get().cancelled_on == date(2025, 2, 5)
    with pytest.raises(MovedOnError):
        operations.cancel_award(cast.act("officer"), document="50/QĐ-UBND", **told)


def test_older_awards_are_imported_once(cast):
    line = {"subject": cast.people["member"].subject, **AWARD}
    assert operations.import_awards(cast.act("officer"), lines=[line]) == (1, 0)
    assert operations.import_awards(cast.act("officer"), lines=[line]) == (0, 1)


def test_an_initiative_climbs_and_never_falls(cast):
    row = operations.record_initiative(
        cast.act("member"),
        subject=cast.people["member"].subject,
        unit=cast.office,
        title="Mẫu phiếu hẹn in sẵn",
        summary="Giảm thời gian chờ",
    )
    with pytest.raises(RefusedError) as refused:
        operations.recognise_initiative(
            cast.act("officer"), initiative=row, level="base", on=date(2025, 2, 10)
        )
    assert "document" in refused.value.faults
    operations.recognise_initiative(
        cast.act("officer"), initiative=row, level="base", on=date(2025, 2, 10), document="QĐ 7"
    )
    with pytest.raises(RefusedError):
        operations.recognise_initiative(
            cast.act("officer"), initiative=row, level="applied", on=date(2025, 2, 10)
        )
    assert row.level == "base"
    with pytest.raises(NotAllowedError):
        operations.record_initiative(
            cast.act("teacher"),
            subject=cast.people["member"].subject,
            unit=cast.office,
            title="Của người khác",
            summary="",
        )
