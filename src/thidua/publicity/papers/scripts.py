"""Radio scripts written from the data: a greeting, sentences of at most 25 words, a farewell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from thidua.commendations.models import Award
from thidua.commendations.queries import public_awards
from thidua.engine.words import number_in_words, spoken_date
from thidua.movements.models import Movement, PlanItem
from thidua.organizations import papers as letterhead
from thidua.organizations.queries import membership_on, post_at, post_inside, workplace
from thidua.publicity import queries, speech
from thidua.publicity.models import Exemplar
from thidua.regulations.choices import CERTIFICATE_NAME

TOPICS: Final = queries.TOPIC_NAMES
"""What a script may be about, in the order of the year."""
FAREWELL: Final = "Bản tin đến đây là hết. Cảm ơn bà con và các đồng chí đã chú ý lắng nghe."
NOUNS: Final = {"collective": "tập thể", "individual": "cá nhân"}


def written(topic: str, movement: Movement, on: date, row: Exemplar | None = None) -> tuple[str, str]:
    """Title and text of a script about a topic, from the data as of a day; an own topic has only its frame."""
    told = queries.counted(topic, movement, on)
    title, text = TOPICS[topic], ""
    if topic == "launch":
        title, text = f"Phát động {movement.named}", launch(movement)
    elif topic == "contents":
        text = contents(movement)
    elif topic == "registration":
        text = registration(movement, told["units"], told["people"])
    elif topic == "interim":
        text = interim(movement, told["done"], told["planned"], told["overdue"])
    elif topic == "exemplar" and row is not None:
        title, text = f"Gương điển hình: {row.subject.name}", exemplar(movement, row)
    elif topic == "result":
        text = result(movement, list(public_awards(movement).select_related("subject", "decision")))
    return (title, text) if text else ("", _closed(movement, []))


def launch(movement: Movement) -> str:
    """Who launched what, for how long, for whom, what may be won."""
    told = [
        f"Chủ tịch {movement.authority.name} đã phát động một phong trào thi đua mới.",
        f"Đó là {movement.named}.",
    ]
    if movement.launched_on:
        told.append(f"Phong trào được phát động {spoken_date(movement.launched_on, with_year=True)}.")
    if movement.starts_on and movement.ends_on:
        told.append(
            f"Thời gian thi đua từ {spoken_date(movement.starts_on, with_year=True)} "
            f"đến {spoken_date(movement.ends_on, with_year=True)}."
        )
    for item in _items(movement, PlanItem.Kind.PARTICIPANT):
        noun = NOUNS.get(str(item.data.get("subject", "")))
        whom = _capital(noun) if noun else "Đối tượng"
        said = speech.gist(_small(item.text), before=len(whom.split()) + 2)
        told.append(f"{whom} tham gia: {said}.")
    if movement.registration_due:
        told.append(f"Hạn đăng ký là {spoken_date(movement.registration_due, with_year=True)}.")
    told += _quotas(movement)
    return _closed(movement, told)


def _quotas(movement: Movement) -> list[str]:
    by_form: dict[str, list[str]] = {}
    for item in _items(movement, PlanItem.Kind.QUOTA):
        noun, number = NOUNS.get(str(item.data.get("subject", ""))), item.data.get("max")
        own = item.data.get("level") in {None, "", movement.level or item.data.get("level")}
        if own and noun and isinstance(number, int) and not item.data.get("per_unit"):
            form = str(item.data.get("form") or CERTIFICATE_NAME)
            by_form.setdefault(form, []).append(f"{_words(number)} {noun}")
    return [
        f"Cuối đợt sẽ xét tặng {form} cho không quá {' và '.join(numbers)} tiêu biểu."
        for form, numbers in by_form.items()
    ]


def contents(movement: Movement) -> str:
    """What the movement asks for, one content after another."""
    items = _items(movement, PlanItem.Kind.CONTENT)
    if not items:
        return _closed(movement, [f"Mời bà con tìm hiểu {movement.named}."])
    if len(items) == 1:
        only = items[0]
        return _closed(
            movement,
            [f"Nội dung của {movement.named}.", f"{_capital(speech.gist(only.text))}.", *_areas(only)],
        )
    told = [f"{_capital(movement.named)} có {_words(len(items))} nội dung."]
    for number, item in enumerate(items, start=1):
        told += [f"Nội dung thứ {_ordinal(number)}.", f"{_capital(speech.gist(item.text))}."]
        told += _areas(item)
    return _closed(movement, told)


def _areas(item: PlanItem) -> list[str]:
    """The areas that a content names, one sentence each."""
    areas = [str(area) for area in item.data.get("areas") or ()]
    if not areas:
        return []
    numbered = enumerate(areas, start=1)
    return [
        f"Nội dung này gồm {_words(len(areas))} lĩnh vực.",
        *(f"{_capital(_words(number))} là {_small(area)}." for number, area in numbered),
    ]


def registration(movement: Movement, units: int, people: int) -> str:
    """How many registered."""
    who = " và ".join(
        f"{_words(number)} {noun}" for number, noun in ((units, "tập thể"), (people, "cá nhân")) if number
    )
    if not who:
        return _closed(movement, [f"Các đơn vị đang đăng ký tham gia {movement.named}."])
    told = [f"Sau đây là kết quả đăng ký tham gia {movement.named}.", f"Đến nay đã có {who} đăng ký."]
    return _closed(movement, told)


def interim(movement: Movement, done: int, planned: int, overdue: int) -> str:
    """How the tasks stand at the interim review."""
    told = [f"Sau đây là tiến độ thực hiện {movement.named}."]
    if planned and done == planned:
        told.append(f"Đến nay đã hoàn thành tất cả {_words(planned)} nhiệm vụ được giao.")
    elif planned and done:
        told.append(
            f"Đến nay đã hoàn thành {_words(done)} trên tổng số {_words(planned)} nhiệm vụ được giao."
        )
    elif planned:
        told.append(f"Các đơn vị đang thực hiện {_words(planned)} nhiệm vụ được giao.")
    if overdue:
        told.append(f"Còn {_words(overdue)} nhiệm vụ quá hạn, cần tập trung hoàn thành.")
    return _closed(movement, told)


def exemplar(movement: Movement, row: Exemplar) -> str:
    """One exemplar: who, where, what was done."""
    told = [f"Sau đây là gương điển hình trong {movement.named}."]
    if row.subject.kind == "unit":
        told.append(f"Đó là tập thể {row.subject.name}.")
    elif row.subject.kind == "household":
        told.append(f"Đó là {_small(row.subject.name)}, {row.unit.name}.")
    else:
        person = row.subject.person
        post = membership_on(person, row.found_on)
        named = f"{person.title.lower()} {person.name}".strip()
        where = post_at(post.position, workplace(row.unit)) if post else workplace(row.unit)
        told.append(f"Đó là {named}, {post_inside(where)}.")
    return _closed(movement, [*told, row.story])


def result(movement: Movement, awards: Sequence[Award]) -> str:
    """Who was awarded, by which decision."""
    if not awards:
        return _closed(movement, [f"{_capital(movement.named)} đang được tổng kết."])
    decision = awards[0].decision
    on = f" {spoken_date(decision.decided_on, with_year=True)}" if decision.decided_on else ""
    told = [
        f"Chủ tịch {movement.authority.name} đã ký quyết định khen thưởng{on}.",
        f"Đây là kết quả của {movement.named}.",
    ]
    nouns = {"unit": "tập thể", "person": "cá nhân", "household": "hộ gia đình"}
    kinds = list(nouns)
    rows = sorted(awards, key=lambda award: (kinds.index(award.subject.kind), award.form, award.order))
    for (kind, form), group in groupby(rows, key=lambda award: (award.subject.kind, award.form)):
        of_kind = list(group)
        noun = nouns[kind]
        told.append(f"Có {_words(len(of_kind))} {noun} được tặng {form}.")
        told += [_awarded(award) for award in of_kind]
    told.append("Xin chúc mừng các tập thể, cá nhân được khen thưởng.")
    return _closed(movement, told)


def _awarded(award: Award) -> str:
    """One awarded, in one breath; a post too long for it is a sentence of its own."""
    named = f"{award.title} {award.name}".strip()
    if not award.position:
        return f"{named}."
    post = post_at(award.position, award.unit_name)
    whole = f"{named}, {post_inside(post)}."
    if len(speech.readable(whole).split()) <= speech.LONGEST_SENTENCE:
        return whole
    return f"{named}, {award.unit_name}.\nChức vụ: {post_inside(award.position)}."


def _closed(movement: Movement, told: Iterable[str]) -> str:
    place = letterhead.place_name(movement.authority)
    greeting = f"Đây là Đài Truyền thanh {place}. Kính mời bà con và các đồng chí cùng nghe."
    lines = [line for part in (greeting, *told, FAREWELL) for line in part.splitlines()]
    spoken = [sentence for line in lines for sentence in speech.sentences(speech.readable(line))]
    return "\n".join(spoken)


def _items(movement: Movement, kind: str) -> list[PlanItem]:
    return list(movement.items.filter(kind=kind).order_by("order", "pk"))


def _words(number: int) -> str:
    return number_in_words(number, capital=False)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    first, _, _ = text.partition(" ")
    return text if len(first) > 1 and first.isupper() else text[:1].lower() + text[1:]


def _ordinal(number: int) -> str:
    return {1: "nhất", 4: "tư"}.get(number, _words(number))
