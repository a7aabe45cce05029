"""A unit ends from its page: what is running is told, the successor is chosen, the standing office stays."""

from datetime import date

import pytest

from thidua.council.models import Council
from thidua.organizations.models import Unit

pytestmark = pytest.mark.django_db


def test_a_unit_is_merged_from_its_page_and_the_standing_office_is_not(cast, sign_in):
    client, where = sign_in("officer"), f"/don-vi/{cast.school.pk}/ket-thuc/"
    assert "2 người đang giữ chức vụ" in client.get(where).text
    told = {
        "kind": "merged",
        "successors": [cast.culture.pk],
        "bring": "on",
        "on": "10/02/2025",
        "document": "NQ 9",
    }
    council = {
        "authority": cast.commune,
        "name": "Hội đồng Thi đua - Khen thưởng xã",
        "decision_number": "01",
    }
    council |= {"decided_on": date(2025, 1, 2), "valid_from": date(2025, 1, 2)}
    Council.objects.create(standing_unit=cast.school, **council)
    refused = client.post(where, told)
    assert (refused.status_code, "cơ quan thường trực" in refused.text) == (422, True)
    Council.objects.create(standing_unit=cast.culture, **council)
    assert client.post(where, told | {"successors": []}).status_code == 422
    assert client.post(where, told | {"successors": [cast.elsewhere.pk]}).status_code == 422
    assert client.post(where, told).status_code == 302
    assert Unit.objects.get(pk=cast.school.pk).valid_to == date(2025, 2, 10)
    assert "Nhận sáp nhập Trường Mầm non Nà Mây (NQ 9)" in client.get(f"/don-vi/{cast.culture.pk}/").text
    assert client.post(f"/don-vi/{cast.commune.pk}/ket-thuc/", told).status_code == 403
