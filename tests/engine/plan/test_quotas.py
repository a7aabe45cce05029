import pytest

from thidua.engine.plan.quotas import quotas
from thidua.engine.plan.restore import restore


def read_all(text, *, headed=False):
    found = []
    for one in quotas(restore(text).passage, headed=headed):
        quota = one.quota
        told = (quota.subject.value, quota.max.value if quota.max else None)
        extra = {
            "percent": quota.max_percent.value if quota.max_percent else None,
            "each": quota.per_unit is not None or None,
            "who": quota.who.value if quota.who else None,
        }
        found.append((*told, {key: value for key, value in extra.items() if value}))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("không quá: 02 tập thể, 03 cá nhân", [("collective", 2, {}), ("individual", 3, {})]),
        ("không quá hai tập thể và năm (05) cá nhân", [("collective", 2, {}), ("individual", 5, {})]),
        (
            "mỗi đơn vị 01 tập thể, 02 cá nhân",
            [
                ("collective", 1, {"each": True, "who": "đơn vị"}),
                ("individual", 2, {"each": True, "who": "đơn vị"}),
            ],
        ),
        ("tối đa 10% số cá nhân", [("individual", None, {"percent": 10})]),
        ("không quá 15% tổng số cán bộ, công chức", [("individual", None, {"percent": 15})]),
        ("Cá nhân: không quá 20%", [("individual", None, {"percent": 20})]),
        (
            "Số lượng tập thể: 02; cá nhân: 03; hộ gia đình: 04",
            [("collective", 2, {}), ("individual", 3, {}), ("household", 4, {})],
        ),
        ("tặng Giấy khen cho mười lăm cá nhân", [("individual", 15, {})]),
        ("05 Giấy khen cho tập thể", [("collective", 5, {})]),
        ("không quá 04 trường hợp (tập thể hoặc cá nhân)", [("either", 4, {})]),
        ("không quá 05 trường hợp, gồm tập thể và cá nhân", [("either", 5, {})]),
        ("khéng qua O2 tap thé, l2 ca nhan", [("collective", 2, {}), ("individual", 12, {})]),
        ("Khối trường học: 03 tập thể", [("collective", 3, {"who": "Khối trường học"})]),
        ("xét khen thưởng ít nhất 02 cá nhân nữ", []),
        ("có 12 tập thể tham gia họp năm 2025", []),
        ("không quá 2025 điểm", []),
    ],
)
def test_reads_how_many(text, expected):
    assert read_all(text) == expected
