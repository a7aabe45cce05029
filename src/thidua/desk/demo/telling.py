"""Radio, exemplars and the two reports of the made-up commune's year."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from django.db.models import F

from thidua.commendations.models import Award
from thidua.desk.demo.year import Year
from thidua.engine.words import number_in_words
from thidua.movements import queries as movements
from thidua.movements.models import Movement, PlanItem, Task
from thidua.organizations.models import Unit
from thidua.publicity import operations as publicity
from thidua.publicity import papers as scripts
from thidua.publicity import queries as publicity_queries
from thidua.publicity import speech
from thidua.publicity.models import Exemplar, Script
from thidua.reviews import operations as reviews
from thidua.reviews import papers as review_papers
from thidua.reviews import queries as review_queries
from thidua.reviews.models import Review
from thidua.reviews.targets import TargetFigure

MORNING = time(5, 30)
FULL = Decimal(100)
TOLD_BY = "Bảng tổng hợp số liệu cuối năm của Văn phòng"
JUDGED = {
    "objective": "Địa bàn rộng, hai trụ sở cách xa nhau; đường truyền ở một số thôn chưa ổn định.",
    "subjective": "Một số đơn vị chưa chú trọng lưu giữ tài liệu kiểm chứng ngay từ đầu năm.",
    "lessons": "Giao việc phải có người đứng đầu chịu trách nhiệm và có hạn; minh chứng phải lưu ngay khi xong việc.",
    "direction": "Tiếp tục duy trì phong trào, ưu tiên khắc phục lĩnh vực đạt thấp nhất.",
    "proposals": "Đề nghị cấp trên sớm hướng dẫn bộ tiêu chí dùng chung và tập huấn cho cán bộ mới.",
}


def broadcast(year: Year, topic: str, text: str, title: str) -> Script:
    """Write a script for the next morning and have it approved by the chairperson's signature."""
    commune = year.commune
    act = commune.act("publicity")
    script = publicity.write_script(
        act,
        movement=year.movement,
        topic=topic,
        title=title,
        text=text,
        planned_on=act.on + timedelta(days=1),
        planned_at=MORNING,
        editor=act.actor.actor_label,
    )
    publicity.submit_script(act, script=script)
    publicity.approve_script(
        commune.recorded("script", commune.head("LD"), title="Chủ tịch"),
        script=Script.objects.get(pk=script.pk),
    )
    return Script.objects.get(pk=script.pk)


def read_out(year: Year, *scripts: Script) -> None:
    """Read the scripts in the morning for which they were written, and log them."""
    commune = year.commune
    for script in scripts:
        commune.on(script.planned_on, MORNING.hour, MORNING.minute)
        act = commune.act("publicity")
        publicity.log_broadcast(
            act,
            script=script,
            on=script.planned_on,
            at=MORNING,
            minutes=speech.minutes(script.text),
            reader=act.actor.actor_label,
        )


def tell_launch(year: Year) -> None:
    """The launch and the contents on the radio."""
    movement = Movement.objects.get(pk=year.movement.pk)
    read_out(
        year,
        broadcast(year, "launch", scripts.launch(movement), f"Phát động {movement.named}"),
        broadcast(year, "contents", scripts.contents(movement), "Nội dung thi đua"),
    )


def tell_registration(year: Year) -> None:
    """How many registered, on the radio."""
    movement = Movement.objects.get(pk=year.movement.pk)
    told = movements.numbers(movement, year.commune.clock.date())
    text = scripts.registration(movement, told["units_registered"], told["people_registered"])
    read_out(year, broadcast(year, "registration", text, "Kết quả đăng ký thi đua"))


def interim(year: Year) -> None:
    """The interim report, issued, and its news on the radio."""
    movement = Movement.objects.get(pk=year.movement.pk)
    on = year.commune.clock.date()
    told = movements.numbers(movement, on)
    text = scripts.interim(movement, told["tasks_done"], told["tasks"], told["tasks_overdue"])
    written = broadcast(year, "interim", text, "Kết quả giữa kỳ")
    review = _begun(year, Review.Kind.INTERIM, on)
    _issue(year, review, on)
    read_out(year, written)


def draft_final(year: Year) -> None:
    """The draft of the final report, to be had before the council meets."""
    review = _begun(year, Review.Kind.FINAL, year.commune.clock.date())
    content = review_papers.report(
        review, review_queries.figures(review.movement, review.cut_off), review_queries.judgements(review)
    )
    reviews.draft_review(year.commune.act("officer"), review=review, content=content)


def tell_results(year: Year) -> None:
    """Exemplars proposed from the results, approved and told; who was awarded, on the radio."""
    commune = year.commune
    movement = Movement.objects.get(pk=year.movement.pk)
    written = []
    for subject, _ in publicity_queries.proposed_exemplars(movement)[:2]:
        person = getattr(subject, "person", None)
        unit = person.memberships.first().unit if person else subject.unit
        exemplar = publicity.enter_exemplar(
            commune.act("publicity"),
            movement=movement,
            subject=subject,
            unit=unit,
            story=_story(movement, unit),
            found_on=commune.clock.date(),
            proposed_from="results",
        )
        publicity.approve_exemplar(
            commune.recorded("exemplar", commune.head("LD"), title="Chủ tịch"), exemplar=exemplar
        )
        told = Exemplar.objects.select_related("subject", "unit__subject").get(pk=exemplar.pk)
        title = f"Gương điển hình: {subject.name}"
        written.append(broadcast(year, "exemplar", scripts.exemplar(movement, told), title))
    awards = list(Award.objects.filter(decision__movement=movement).select_related("subject", "decision"))
    written.append(broadcast(year, "result", scripts.result(movement, awards), "Kết quả khen thưởng"))
    read_out(year, *written)


def _story(movement: Movement, unit: Unit) -> str:
    """What an exemplar did: the tasks that its unit finished by their day."""
    tasks = [
        task.text for task in Task.objects.filter(movement=movement, lead=unit, done_on__lte=F("due_on"))
    ]
    if not tasks:
        return "Tập thể đã nhận và làm xong các việc được giao trong năm."
    done = ". ".join(tasks)
    return f"Năm qua, tập thể đã làm xong đúng hạn {number_in_words(len(tasks), capital=False)} nhiệm vụ. {done}."


def final(year: Year) -> Review:
    """The final report with the decision in it, issued."""
    on = year.commune.clock.date()
    review = _begun(year, Review.Kind.FINAL, on)
    return _issue(year, review, on)


def _begun(year: Year, kind: str, on: date) -> Review:
    act = year.commune.act("officer")
    review = reviews.begin_review(
        act, movement=Movement.objects.get(pk=year.movement.pk), kind=kind, cut_off=on
    )
    for part, text in JUDGED.items():
        reviews.judge(act, review=review, part=part, text=text)
    if kind == Review.Kind.FINAL:
        _reached(year, review)
    return _whole(review)


def _reached(year: Year, review: Review) -> None:
    """Enter what was reached of the targets that the plan puts in figures, and the year before; made up by the seed."""
    chance = Random(f"{year.seed}:targets")  # noqa: S311 - a story
    rows = [
        TargetFigure(
            item,
            reached=min(FULL, Decimal(item.data["percent"] + chance.choice((-4, 1, 3)))),
            source=TOLD_BY,
            before=Decimal(max(0, item.data["percent"] - chance.randint(2, 9))),
        )
        for item in movements.items(review.movement, PlanItem.Kind.TARGET)
        if isinstance(item.data.get("percent"), int)
    ]
    if rows:
        reviews.write_parts(year.commune.act("officer"), review=review, texts={}, targets=rows)


def _whole(review: Review) -> Review:
    return Review.objects.select_related("movement__authority__subject", "paper").get(pk=review.pk)


def _issue(year: Year, review: Review, on: date) -> Review:
    act = year.commune.act("officer")
    told, judged = review_queries.figures(review.movement, review.cut_off), review_queries.judgements(review)
    reviews.draft_review(act, review=review, content=review_papers.report(review, told, judged))
    number = year.number(280)
    content = review_papers.report(
        _whole(review), told, judged, number=number, on=on, signer_name=year.commune.head("LD").name
    )
    signed = year.commune.recorded(
        "report", year.commune.head("LD"), title="Chủ tịch", number=f"{number}/BC-UBND"
    )
    reviews.issue_review(
        signed, review=_whole(review), number=number, dated_on=on, rendered=year.rendered(content, act)
    )
    return _whole(review)
