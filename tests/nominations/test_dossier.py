import pytest

from thidua.nominations.queries.dossier import kind_of


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("bao cao thanh tich co xac nhan cua thu truong don vi", "report"),
        ("xac nhan cua cap tren truc tiep", "confirmation"),
        ("to trinh kem danh sach de nghi khen thuong", "letter"),
        ("chung nhan sang kien (neu co)", "initiative"),
        ("anh chan dung", None),
    ],
)
def test_a_line_of_the_plan_asks_for_one_paper(line, kind):
    assert kind_of(line) == kind
