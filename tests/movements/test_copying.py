"""Last year's movement as the beginning of this year's: what the plan says comes over, what was done does not."""

from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import NOON
from thidua.audit.queries import history
from thidua.base.errors import NotAllowedError, RefusedError
from thidua.movements import operations
from thidua.movements.models import Movement, PlanItem

pytestmark = pytest.mark.django_db
NEXT = {"title": "Thi đua 2026", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


def test_the_plan_comes_over_with_its_states_reset_and_old_days_marked(cast, launched):
    act = cast.act("officer")
    for code, due, lead in (("1", date(2025, 2, 28), cast.office), ("2", date(2025, 6, 30), cast.school)):
        operations.add_task(
            act,
            movement=launched,
            code=code,
            text=f"Việc {code}",
            lead=lead,
            due_on=due,
            area=launched.areas.first(),
            product="Báo cáo",
        )
    task = launched.tasks.get(code="1")
    operations.finish_task(cast.act("head"), task=task, on=NOON.date())
    cast.school.valid_to = date(2025, 1, 31)
    cast.school.save()
    made = operations.begin_from_movement(act, source=launched, with_tasks=True, **NEXT)
    assert (made.state, made.copied_from, made.launched_at, made.plan_number) == ("draft", launched, None, "")
    assert made.items.count() == launched.items.count()
    assert not made.items.filter(confirmed=True).exists()
    assert not made.items.exclude(start=None).exists()
    unsure = {item.text for item in made.items.filter(unsure=True)}
    assert any("năm 2025" in text for text in unsure)
    [review] = made.items.filter(kind=PlanItem.Kind.REVIEW)
    assert ("by" in review.data, review.unsure) == (False, True)  # "2025-12" is last year's
    [basis, _] = made.items.filter(kind=PlanItem.Kind.LEGAL_BASIS)
    assert (basis.data["issued_on"], basis.unsure) == ("2021-06-28", False)
    [again] = made.tasks.all()  # the school no longer stands
    assert (again.code, again.state, again.done_on, again.due_on) == ("1", "open", None, date(2026, 2, 28))
    assert (again.area.movement, again.product) == (made, "Báo cáo")
    assert [entry.name for entry in history(made)] == ["movement.begun"]
    operations.confirm_plan(act, movement=made)
    assert made.areas.count() == launched.areas.count()
    assert made.tasks.get().area in made.areas.all()


def test_only_the_officer_copies_and_only_forward(cast, launched):
    with pytest.raises(NotAllowedError):
        operations.begin_from_movement(cast.act("chair"), source=launched, **NEXT)
    with pytest.raises(NotAllowedError):
        operations.begin_from_movement(cast.act("stranger"), source=launched, **NEXT)
    for changed, field in (({"starts_on": date(2025, 1, 1)}, "starts_on"), ({"title": " "}, "title")):
        with pytest.raises(RefusedError) as refused:
            operations.begin_from_movement(cast.act("officer"), source=launched, **NEXT | changed)
        assert set(refused.value.faults) == {field}


def test_the_page_offers_last_year_with_its_days_moved(cast, launched, stranger_movement, sign_in):
    client = sign_in("officer")
    assert reverse("movement_new_from") in client.get(reverse("movement_list")).content.decode()
    page = client.get(reverse("movement_new_from"))
    form = page.context["form"]
    assert form.initial["title"].endswith("Cải cách hành chính năm 2026 trên địa bàn xã Nà Mây")
    assert (form.initial["starts_on"], form.initial["ends_on"]) == (NEXT["starts_on"], NEXT["ends_on"])
    assert stranger_movement.title not in page.content.decode()
    typed = {"source": launched.pk, "title": "A", "starts_on": "01/01/2026", "ends_on": "31/12/2025"}
    bad = client.post(reverse("movement_new_from"), typed)
    assert (bad.status_code, "Ngày kết thúc phải từ ngày bắt đầu" in bad.content.decode()) == (422, True)
    bad = client.post(reverse("movement_new_from"), typed | {"source": stranger_movement.pk})
    assert bad.status_code == 422
    done = client.post(reverse("movement_new_from"), typed | {"ends_on": "31/12/2026"})
    made = Movement.objects.get(copied_from=launched)
    assert done["Location"] == reverse("movement_plan", args=(made.pk,))
    assert client.get(done["Location"]).status_code == 200
    assert sign_in("member").get(reverse("movement_new_from")).status_code == 403


def test_a_leap_day_becomes_the_last_of_february():
    assert operations.years_later(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert operations.years_later(date(2024, 6, 30), 2) == date(2026, 6, 30)
