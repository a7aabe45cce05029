"""The conference of handing over: its day kept once, all its papers from it."""

from datetime import date, time
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from thidua.audit.queries import history
from thidua.commendations import papers
from thidua.commendations.models import Conference, Decision
from thidua.documents.paper import loose

TYPED = {"on": "05/02/2026", "at": "08:00", "place": "Hội trường xã", "host": "Chủ tịch Nông Văn Mẫu"}
HELD = papers.Ceremony(date(2026, 2, 5), time(8, 0), "Hội trường xã", "Chủ tịch Nông Văn Mẫu")


def url(name, awarding, **more):
    return reverse(name, kwargs={"movement_id": awarding.movement.pk, **more})


def said(paper):
    return str(paper)


def test_collectives_come_up_first_a_stage_full_at_a_time(awarding, monkeypatch):
    made = awarding.decided()
    awards = list(made.awards.select_related("subject").order_by("order"))
    assert [(noun, len(turn)) for noun, turn in papers.turns(awards)] == [("tập thể", 1), ("cá nhân", 2)]
    monkeypatch.setattr("thidua.commendations.papers.ceremony.AT_ONCE", 1)
    assert [(noun, len(turn)) for noun, turn in papers.turns(awards)] == [
        ("tập thể", 1),
        ("cá nhân", 1),
        ("cá nhân", 1),
    ]
    assert "Trao Giấy khen cho 01 cá nhân (lượt 2)" in said(papers.programme(made, awards, HELD))


def test_the_programme_begins_before_the_hour_and_follows_itself(awarding):
    made = awarding.decided()
    rows = papers.programme(made, list(made.awards.order_by("order")), HELD).body[2].rows
    assert [row[1] for row in rows][:3] == ["07:45", "08:00", "08:10"]
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
    assert rows[-1][3] == "Chủ tịch Nông Văn Mẫu"


@pytest.mark.parametrize("what", ["giay-moi", "chuong-trinh", "kich-ban", "ky-nhan"])
def test_each_paper_says_when_and_names_those_who_come_up(sign_in, awarding, what):
    awarding.decided()
    client = sign_in("officer")
    client.post(url("commendation_ceremony", awarding), TYPED)
    made = client.get(url("commendation_ceremony_paper", awarding, what=what, kind="docx"))
    document = docx.Document(BytesIO(made.content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = loose("\n".join([*lines, *cells]))
    assert "ngày 05 tháng 02 năm 2026" in text
    if what != "chuong-trinh":
        assert "Bà Nguyễn Thị Hồng Phương Thảo Mẫu" in text
    if what in {"giay-moi", "chuong-trinh", "kich-ban"}:
        assert "08 giờ, thứ Năm, ngày 05 tháng 02 năm 2026" in text


def test_the_page_gives_papers_and_text_once_all_is_typed(sign_in, awarding):
    awarding.decided()
    client = sign_in("officer")
    empty = client.get(url("commendation_ceremony", awarding))
    assert empty.status_code == 200
    assert "Chép nội dung gửi Zalo" not in empty.text
    here = url("commendation_ceremony", awarding)
    bare = client.get(url("commendation_ceremony_paper", awarding, what="giay-moi", kind="pdf"))
    assert bare.url.startswith(here)
    for wrong, sentence in (
        ({"at": "8 rưỡi"}, "Giờ chưa đúng"),
        ({"on": "01/01/2020"}, "Ngày trao phải từ ngày quyết định"),
    ):
        told = client.post(here, TYPED | wrong)
        assert told.status_code == 422
        assert sentence in told.text
        assert "Hội trường xã" in told.text
    assert not Conference.objects.exists()
    kept = client.post(here, TYPED)
    assert kept.status_code == 302
    assert "on=" not in kept.url
    whole = client.get(kept.url).text
    assert "Thứ tự lên nhận:" in whole
    assert "2. Bà Nguyễn Thị Hồng Phương Thảo Mẫu" in whole
    assert 'value="Hội trường xã"' in whole
    assert "710.000" not in whole
    client.post(here, TYPED | {"place": "Nhà văn hóa xã"})
    assert Conference.objects.get().place == "Nhà văn hóa xã"
    assert [entry.name for entry in history(Decision.objects.get())].count("conference.planned") == 2


def test_only_the_officer_prepares_the_conference(sign_in, awarding):
    awarding.decided()
    address = url("commendation_ceremony_paper", awarding, what="giay-moi", kind="pdf")
    here = url("commendation_ceremony", awarding)
    for who, status in (("accountant", 403), ("stranger", 404)):
        client = sign_in(who)
        assert client.get(address).status_code == status
        assert client.post(here, TYPED).status_code == status
    assert sign_in("officer").get(address.replace("giay-moi", "khac")).status_code == 404
