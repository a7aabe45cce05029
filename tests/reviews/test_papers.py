import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.publicity.facts import CUT_OFF, OTHER, REVIEW_DAY, tell
from tests.publicity.words import GOLDEN, said
from tests.reviews.conftest import JUDGED
from thidua.documents.paper import Bullet, Chart, Paragraph, plain_text
from thidua.documents.render import docx
from thidua.movements.models import Check, Delivery, Movement, Task
from thidua.organizations.models import Person
from thidua.reviews import operations, papers, queries
from thidua.reviews.targets import TargetFigure


def content(review, **told):
    figures = queries.figures(review.movement, review.cut_off)
    return papers.report(review, figures, queries.judgements(review), **told)


def text_of(paper) -> str:
    return "\n".join(plain_text(block.text) for block in paper.body if hasattr(block, "text"))


def results_of(review) -> set[str]:
    """The sentences under "Kết quả"; headings, tables and captions are no sentences."""
    told = queries.figures(review.movement, review.cut_off)
    parts = papers.parts(review, told, queries.judgements(review), final_words=True)
    part = next(part for part in parts if part.code == "results")
    texts = [plain_text(block.text) for block in part.blocks if isinstance(block, Paragraph | Bullet)]
    return {sentence for text in texts for sentence in re.split(r"(?<=\.)\s", text)}


def target_figure(review, reached="91.2", before="82.5"):
    return TargetFigure(
        item=review.movement.items.get(kind="target"),
        reached=Decimal(reached),
        before=Decimal(before),
        source="Hệ thống một cửa, xuất ngày 20/12/2025",
    )


@pytest.mark.parametrize("kind", ["interim", "final"])
def test_the_approved_words_of_both_reports(cast, interim, judged, kind):
    review = {"interim": interim, "final": judged}[kind]
    numbered = {"number": "45", "on": CUT_OFF} if kind == "final" else {}
    if kind == "final":
        operations.write_parts(
            cast.act("officer", REVIEW_DAY), review=review, texts=JUDGED, targets=[target_figure(review)]
        )
    words = said(docx.render(content(review, **numbered), REVIEW_DAY))
    assert words == (GOLDEN / f"report-{kind}.txt").read_text(encoding="utf-8")


def test_the_word_file_opens_again_with_its_charts(judged):
    paper = content(judged)
    charts = sum(isinstance(block, Chart) for block in paper.body)
    charts += sum(isinstance(block, Chart) for annex in paper.annexes for block in annex.body)
    with ZipFile(BytesIO(docx.render(paper, REVIEW_DAY))) as packed:
        pictures = [name for name in packed.namelist() if name.endswith(".png")]
    assert charts == 3
    assert len(pictures) == charts


def test_no_sentence_under_results_is_true_of_two_movements(cast, story, final):
    first = results_of(final)
    Movement.objects.filter(pk=story.movement.pk).update(state="closed")
    other = tell(cast, OTHER)
    Person.objects.filter(pk=cast.people["chair"].pk).update(female=True)
    review = operations.begin_review(
        cast.act("officer", REVIEW_DAY), movement=other.movement, kind="final", cut_off=CUT_OFF
    )
    second = results_of(review)
    assert len(first) > 8
    assert len(second) > 6
    # initiatives and courses belong to the commune and stand in both; everything else is of one movement
    shared = {
        sentence for sentence in first & second if "sáng kiến" not in sentence and "bồi dưỡng" not in sentence
    }
    assert shared == set()


CHANGES = {
    "a task is finished": (
        lambda story: Task.objects.filter(movement=story.movement, state="open").update(
            state="done", done_on=date(2025, 12, 20)
        ),
        "03/04 nhiệm vụ được giao (75%)",
        "cả 04 nhiệm vụ được giao",
    ),
    "a reading is confirmed": (
        lambda story: Delivery.objects.filter(movement=story.movement).update(
            read_at=REVIEW_DAY.replace(day=1), read_by="x"
        ),
        "02/03 người (66,7%) đã xác nhận đọc",
        "cả 03 người đã xác nhận đọc",
    ),
    "a score is settled anew": (
        lambda story: story.campaign.sheets.filter(subject=story.cast.school.subject).update(
            final_total=Decimal("91.50")
        ),
        "thấp nhất là Trường Mầm non Nà Mây (84,5 điểm)",
        "thấp nhất là Phòng Văn hóa - Xã hội (90 điểm)",
    ),
    "an award is cancelled": (
        lambda story: story.decision.awards.filter(subject__kind="person").update(
            cancelled_on=CUT_OFF, cancel_ground="a", cancel_document="Kết luận số 3"
        ),
        "01 tập thể, 01 cá nhân tại Quyết định số 215/QĐ-UBND",
        "cho 01 tập thể tại Quyết định số 215/QĐ-UBND",
    ),
    "a check finds more": (
        lambda story: Check.objects.filter(movement=story.movement).update(faults=5),
        "ghi nhận 02 tồn tại",
        "ghi nhận 05 tồn tại",
    ),
    "a broadcast is longer": (
        lambda story: story.movement.scripts.get(number=1).broadcasts.update(minutes=9),
        "tổng thời lượng 07 phút",
        "tổng thời lượng 13 phút",
    ),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_change_one_fact_and_the_report_follows(story, final, change):
    act, before, after = CHANGES[change]
    first = text_of(content(final))
    assert before in first
    assert after not in first
    act(story)
    second = text_of(content(final))
    assert before not in second
    assert after in second


def test_households_that_registered_are_counted_beside_the_others(final):
    told = queries.figures(final.movement, final.cut_off)
    told = replace(told, direction=replace(told.direction, households_registered=7))
    paper = papers.report(final, told, queries.judgements(final))
    assert "Có 02/03 đơn vị (66,7%), 02 cá nhân và 07 hộ gia đình đăng ký tham gia" in text_of(paper)


def test_what_happened_after_the_cut_off_is_not_told(interim):
    told = text_of(content(interim))
    assert "01/04 nhiệm vụ được giao (25%)" in told
    assert "đang được khắc phục" in told
    assert "chốt điểm" not in told
    assert "Giấy khen" not in told
    assert "sáng kiến" not in told


def test_the_interim_report_expects_the_year(interim):
    table = next(block for block in content(interim).body if hasattr(block, "columns"))
    assert table.columns[-1].title == "Ước cả năm"
    assert table.total is not None
    assert table.total[-1] == "3"
    assert [annex.title for annex in content(interim).annexes] == ["NHIỆM VỤ CÒN LẠI"]


def test_an_unknown_target_is_left_to_the_officer_and_out_of_the_issued_paper(cast, final):
    assert "(cán bộ lập báo cáo nhập kết quả)" in text_of(content(final))
    issued = text_of(content(final, number="45", on=CUT_OFF))
    assert "cán bộ lập báo cáo" not in issued.lower()
    assert "85%" not in issued
    operations.write_parts(
        cast.act("officer", REVIEW_DAY), review=final, texts={}, targets=[target_figure(final)]
    )
    issued = text_of(content(final, number="45", on=CUT_OFF))
    assert "đạt 91,2%, vượt 6,2 điểm phần trăm (năm trước 82,5%)" in issued


@pytest.mark.parametrize(
    ("reached", "said_of_it"), [("85", "bằng chỉ tiêu"), ("80.5", "còn thiếu 4,5 điểm phần trăm")]
)
def test_a_target_is_compared_with_the_plan(cast, final, reached, said_of_it):
    operations.write_parts(
        cast.act("officer", REVIEW_DAY), review=final, texts={}, targets=[target_figure(final, reached)]
    )
    assert said_of_it in text_of(content(final))


def test_nothing_is_printed_that_is_not_known(cast, db):
    bare = Movement.objects.create(
        authority=cast.commune,
        title="Phong trào thi đua xây dựng nông thôn mới",
        state="launched",
        launched_at=REVIEW_DAY,
        launched_on=REVIEW_DAY.date(),
        created_at=REVIEW_DAY,
    )
    review = operations.begin_review(
        cast.act("officer", REVIEW_DAY), movement=bare, kind="final", cut_off=REVIEW_DAY.date()
    )
    told = text_of(content(review, number="1", on=REVIEW_DAY.date()))
    assert "None" not in told
    assert " 0 " not in told
    assert "00 " not in told
    assert "Kế hoạch số" not in told
    assert "nhiệm vụ" not in told


def test_the_parts_stand_in_the_order_of_the_law(judged):
    headings = [plain_text(block.text) for block in content(judged).body if getattr(block, "level", 0) == 1]
    assert headings == [
        "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
        "II. KẾT QUẢ",
        "III. KHEN THƯỞNG",
        "IV. HẠN CHẾ, NGUYÊN NHÂN",
        "V. BÀI HỌC KINH NGHIỆM",
        "VI. PHƯƠNG HƯỚNG",
        "VII. KIẾN NGHỊ, ĐỀ XUẤT",
    ]


def test_head_foot_and_signature_are_those_of_a_commune(judged):
    paper = content(judged, number="5", on=CUT_OFF, for_chair=True, signer_name="Lương Thị Thử")
    assert paper.header.issuer == ("ỦY BAN NHÂN DÂN", "XÃ NÀ MÂY")
    assert paper.signature is not None
    assert paper.signature.right.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert (paper.recipients[0], paper.recipients[-1][:7]) == ("Ủy ban nhân dân tỉnh (để báo cáo)", "Lưu: VT")
    judged.movement.authority.province = "tỉnh Sơn Vân"
    named = content(judged, number="5", on=CUT_OFF).recipients[0]
    assert named == "Ủy ban nhân dân tỉnh Sơn Vân (để báo cáo)"
    assert paper.annexes[0].note.startswith("(Kèm theo Báo cáo số 05/BC-UBND ngày 25 tháng 12 năm 2025")


def test_a_year_before_is_compared_area_by_area(cast, story, final):
    Movement.objects.filter(pk=story.movement.pk).update(
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
    other = tell(cast, OTHER)
    Movement.objects.filter(pk=other.movement.pk).update(ends_on=date(2025, 12, 31))
    final.movement.refresh_from_db()
    assert "tăng 8,8 điểm phần trăm so với năm trước" in text_of(content(final))
