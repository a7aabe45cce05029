from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.publicity.facts import CUT_OFF, REVIEW_DAY
from tests.publicity.words import GOLDEN, plan_texts, said
from thidua.documents.render import docx
from thidua.movements.models import Movement, PlanItem, Task
from thidua.publicity import papers, speech
from thidua.publicity.models import Broadcast, Exemplar

FAREWELL = ["Bản tin đến đây là hết.", "Cảm ơn bà con và các đồng chí đã chú ý lắng nghe."]


def exemplar_of(movement) -> Exemplar:
    return movement.exemplars.select_related("subject", "unit__subject").first()


def readable(text: str) -> None:
    lines = text.splitlines()
    assert lines[:2] == [
        "Đây là Đài Truyền thanh xã Nà Mây.",
        "Kính mời bà con và các đồng chí cùng nghe.",
    ]
    assert lines[-2:] == FAREWELL
    assert speech.too_long(text) == []
    assert speech.hard_to_read(text) == []


@pytest.mark.parametrize("topic", list(papers.TOPICS))
def test_every_topic_can_be_read_aloud(story, topic):
    _, text = papers.written(topic, story.movement, CUT_OFF, exemplar_of(story.movement))
    readable(text)


@given(texts=st.lists(plan_texts, max_size=4), title=plan_texts)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_plan_says_its_scripts_can_be_read_aloud(story, texts, title):
    movement = story.movement
    movement.title = f"Phong trào {title}".replace("\x00", "")[:400]
    movement.items.filter(kind__in=("content", "participant")).delete()
    for kind in ("content", "participant"):
        PlanItem.objects.bulk_create(
            PlanItem(movement=movement, kind=kind, order=order, text=text.replace("\x00", ""))
            for order, text in enumerate(texts)
        )
    for topic in papers.TOPICS:
        _, text = papers.written(topic, movement, CUT_OFF, exemplar_of(movement))
        readable(text)


def test_the_approved_words_of_scripts(story):
    told = []
    for topic in ("launch", "contents", "registration", "interim", "exemplar", "result"):
        title, text = papers.written(topic, story.movement, CUT_OFF, exemplar_of(story.movement))
        told.append(f"== {title}\n{text}\n")
    assert "\n".join(told) == (GOLDEN / "radio.txt").read_text(encoding="utf-8")


def test_none_one_and_all_read_right(story):
    movement = story.movement
    assert "Đến nay đã có một tập thể đăng ký." in papers.registration(movement, 1, 0)
    assert "Đến nay đã có" not in papers.registration(movement, 0, 0)
    assert "đã hoàn thành tất cả bốn nhiệm vụ" in papers.interim(movement, 4, 4, 0)
    assert "quá hạn" not in papers.interim(movement, 4, 4, 0)
    assert "nhiệm vụ" not in papers.interim(movement, 0, 0, 0)
    assert "đang được tổng kết" in papers.result(movement, [])


def test_the_script_follows_the_facts(story):
    _, before = papers.written("interim", story.movement, CUT_OFF)
    Task.objects.filter(movement=story.movement, state="open").update(state="done", done_on=date(2025, 12, 1))
    _, after = papers.written("interim", story.movement, CUT_OFF)
    assert "ba trên tổng số bốn nhiệm vụ" in before
    assert "tất cả bốn nhiệm vụ" in after


def test_the_script_as_a_paper(story, approved):
    words = said(docx.render(papers.script_paper(approved), REVIEW_DAY))
    assert words == (GOLDEN / "radio-script.txt").read_text(encoding="utf-8")


def test_an_unapproved_script_leaves_the_approver_open(story, script):
    words = said(docx.render(papers.script_paper(script), REVIEW_DAY))
    assert "Người duyệt: …………" in words


def test_the_log_as_a_paper_and_as_a_workbook(story):
    rows = list(Broadcast.objects.filter(script__movement=story.movement).select_related("script"))
    words = said(docx.render(papers.broadcast_log(story.movement, rows), REVIEW_DAY))
    assert words == (GOLDEN / "broadcast-log.txt").read_text(encoding="utf-8")
    sheet = papers.broadcast_workbook(story.movement, rows).sheets[0]
    assert [column.title for column in sheet.columns] == [
        "Ngày", "Giờ", "Nội dung", "Phút", "Tiếng", "Người phát", "Sự cố",
    ]  # fmt: skip
    assert sheet.rows[0] == (date(2025, 2, 11), "05:30", "Bản tin 1", 3, "Tiếng Việt", "Lò Văn Thử", "")


def test_a_movement_without_contents_still_has_a_script(cast, db):
    bare = Movement.objects.create(
        authority=cast.commune, title="Xây dựng nông thôn mới", created_at=REVIEW_DAY
    )
    readable(papers.contents(bare))
    readable(papers.launch(bare))
