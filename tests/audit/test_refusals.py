"""What is refused is in the journal: who tried what, on what, and why it was not done."""

import json

import pytest
from django.urls import reverse

from tests.organizations.test_views import UNIT
from thidua.audit import queries
from thidua.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused():
    """The refusals of a person, oldest first: operation, thing, reason."""

    def told(user):
        rows = Entry.objects.filter(name="act.refused", actor_id=user.actor_id).order_by("position")
        facts = [(json.loads(row.text)["facts"], row) for row in rows]
        return [(fact["operation"].split(".")[-1], row.object_label, fact["reason"]) for fact, row in facts]

    return told


def test_a_refused_act_is_journaled_once_with_its_reason_though_nothing_else_is_kept(cast, sign_in, refused):
    entries = Entry.objects.exclude(name="act.refused").count()
    page = reverse("unit_add")
    typed = UNIT | {"parent": cast.commune.pk, "code": cast.office.code}
    client = sign_in("admin")
    for _twice in range(2):
        answer = client.post(page, typed)
        assert answer.status_code == 422, answer.text
    (only,) = refused(cast.users["admin"])
    assert only[0] == "add_unit"
    assert cast.office.code in only[2]
    assert Entry.objects.exclude(name="act.refused").count() == entries
    assert queries.verify().fault == ""
    assert f"Bị từ chối: thêm đơn vị. Lý do: {only[2]}" in sign_in("admin").get(reverse("journal")).text


def test_a_form_sent_without_the_right_to_act_is_journaled(cast, sign_in, refused):
    assert sign_in("member").post(reverse("unit_add"), {"name": "X"}).status_code == 403
    assert refused(cast.users["member"]) == [
        ("unit_add", cast.users["member"].display_name, "Không có quyền làm việc này.")
    ]
    assert sign_in("member").get(reverse("unit_add")).status_code == 403
    assert len(refused(cast.users["member"])) == 1
    told = sign_in("admin").get(reverse("journal")).text
    assert f"Bị từ chối: gửi nội dung ở trang {reverse('unit_add')}. Lý do: Không có quyền" in told
