from datetime import date

import pytest

from tests.publicity.facts import CUT_OFF
from thidua.commendations.models import Award
from thidua.publicity import queries
from thidua.publicity.models import Exemplar, Script


def test_a_stranger_sees_nothing(cast, story):
    stranger, own = cast.viewer("stranger"), cast.viewer("member")
    for read in (queries.scripts_visible_to, queries.broadcasts_visible_to, queries.exemplars_visible_to):
        assert read(own).exists()
        assert not read(stranger).exists()


def test_what_waits_by_role(cast, story, submitted):
    on = date(2025, 12, 26)
    chair = queries.todo(cast.viewer("chair", on), story.movement)
    assert [row["text"] for row in chair] == ["Duyệt bản tin số 3: Bản tin cuối năm"]
    assert chair[0]["due"] == on
    assert queries.todo(cast.viewer("member", on), story.movement) == []
    own = queries.todo(cast.viewer("publicity", on), story.movement)
    assert [row["text"] for row in own] == ["Soạn bản tin: nội dung thi đua"]


def test_an_approved_script_waits_to_be_broadcast_from_its_day_on(cast, story, approved):
    texts = [
        row["text"] for row in queries.todo(cast.viewer("publicity", date(2025, 12, 25)), story.movement)
    ]
    assert "Phát bản tin số 3: Bản tin cuối năm" not in texts
    texts = [
        row["text"] for row in queries.todo(cast.viewer("publicity", date(2025, 12, 26)), story.movement)
    ]
    assert "Phát bản tin số 3: Bản tin cuối năm" in texts


def told_of(movement, *topics):
    Script.objects.filter(movement=movement).update(topic="other")
    for number, topic in enumerate(topics, start=10):
        Script.objects.create(
            movement=movement,
            number=number,
            topic=topic,
            title="Bản tin",
            text="Một câu.",
            planned_on=CUT_OFF,
            planned_at="05:30",
            editor="Lò Văn Thử",
        )


@pytest.mark.parametrize(
    ("told", "on", "topic"),
    [
        ((), date(2025, 2, 12), "launch"),
        (("launch",), date(2025, 2, 12), "contents"),
        (("launch", "contents"), date(2025, 3, 15), "result"),
        (("launch", "contents"), date(2025, 3, 16), "registration"),
        (("launch", "contents", "registration"), date(2025, 7, 5), "interim"),
        (("launch", "contents", "registration", "interim"), CUT_OFF, "result"),
        (("launch", "contents", "registration", "interim", "result"), CUT_OFF, "exemplar"),
    ],
)
def test_the_next_topic_follows_the_year(story, told, on, topic):
    told_of(story.movement, *told)
    assert queries.next_topic(story.movement, on) == topic


def test_results_propose_the_awarded_and_the_best_once(story):
    found = queries.proposals(story.movement)
    assert [row.subject.name for row in found] == [
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
        "Phòng Văn hóa - Xã hội",
        "Trường Mầm non Nà Mây",
    ]
    assert found[0].from_award
    assert not any("điểm" in row.why for row in found)
    Award.objects.filter(subject=found[0].subject).update(
        cancelled_on=CUT_OFF, cancel_ground="a", cancel_document="Kết luận số 3"
    )
    assert not queries.proposals(story.movement)[0].from_award


def test_figures_follow_the_log(story):
    before = queries.numbers(story.movement)
    assert (before["broadcasts"], before["minutes"], before["exemplars"]) == (2, 7, 1)
    story.movement.scripts.first().broadcasts.all().delete()
    assert queries.numbers(story.movement)["minutes"] == 4
    assert queries.numbers(story.movement, date(2025, 1, 1))["broadcasts"] == 0


def test_progress_counts_what_was_broadcast(story, approved):
    assert queries.progress(story.movement)["tell"] | {"due": None} == {
        "done": 2, "total": 3, "due": None, "text": "Đã phát 2/3",
    }  # fmt: skip


def test_an_exemplar_is_untold_until_a_script_tells_of_it(story):
    row = story.movement.exemplars.get()
    assert list(queries.untold_exemplars(story.movement)) == [row]
    Script.objects.filter(number=1).update(exemplar=row)
    assert not queries.untold_exemplars(story.movement).exists()
    assert queries.told_exemplars(story.movement) == {row.pk}
    assert Exemplar.objects.count() == 1
