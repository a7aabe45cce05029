"""A short plan as an authority writes it, what a reader finds in it, and a movement at each stage."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from thidua.base.acts import Act
from thidua.documents import operations as documents
from thidua.movements import operations
from thidua.movements.models import Movement

TEXT = """ỦY BAN NHÂN DÂN
XÃ NÀ MÂY
KẾ HOẠCH
Triển khai phong trào thi đua Cải cách hành chính năm 2025 trên địa bàn xã Nà Mây

Căn cứ Quyết định số 33/2021/QĐ-UBND ngày 28/6/2021 của Ủy ban nhân dân tỉnh Sơn Vân.
Thực hiện Kế hoạch số 349/KH-UBND ngày 31/12/2024 của UBND huyện Vân Hà.

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao nhận thức và ý thức trách nhiệm về cải cách hành chính.
2. Yêu cầu
- Phong trào thi đua "Cải cách hành chính trên địa bàn xã Nà Mây" phải cụ thể, thực chất.

II. NỘI DUNG, THỜI GIAN, ĐỐI TƯỢNG THAM GIA
1. Thời gian phát động
Trong năm 2025.
2. Đối tượng tham gia phong trào thi đua
- Tập thể: UBND xã, các cơ quan đơn vị đóng trên địa bàn xã.
- Cá nhân: Toàn thể cán bộ, công chức, viên chức, người lao động.
3. Nội dung
- Thực hiện nhiệm vụ với các nội dung: công tác chỉ đạo, điều hành; cải cách thể chế; cải cách tài chính công.
- Hoàn thành tốt các chỉ tiêu trên địa bàn xã năm 2024.
- Thi đua nâng cao văn hóa công vụ.
- Thi đua đẩy mạnh công tác tuyên truyền.

III. KHEN THƯỞNG
3. Khen thưởng cấp xã
3.2. Tiêu chuẩn Giấy khen của Chủ tịch UBND xã
- Tập thể: Hoàn thành tốt nhiệm vụ trở lên trong đó thực hiện tốt công tác cải cách hành chính.
- Cá nhân: Tham mưu, thực hiện tốt; hằng năm được đánh giá hoàn thành tốt nhiệm vụ trở lên.
3.3. Số lượng: không quá: 02 tập thể, 03 cá nhân tiêu biểu.

IV. TỔ CHỨC THỰC HIỆN
1. Văn phòng UBND xã phụ trách công tác CCHC
- Chủ trì, phối hợp tổ chức hướng dẫn, thực hiện phong trào.
2. Công chức văn hóa xã hội
Tuyên truyền phong trào thi đua "Cải cách hành chính trên địa bàn huyện Vân Hà" năm 2025 trên sóng phát thanh.

Nơi nhận:
- UBND huyện;
- Lưu: VP.
"""

TEXTS = {
    "/movement/title": "phong trào thi đua Cải cách hành chính năm 2025 trên địa bàn xã Nà Mây",
    "/movement/starts_on": "Trong năm 2025",
    "/movement/ends_on": "Trong năm 2025",
    "/purposes/0/text": "Nâng cao nhận thức và ý thức trách nhiệm về cải cách hành chính.",
    "/awards/0/standards/0/text": (
        "Hoàn thành tốt nhiệm vụ trở lên trong đó thực hiện tốt công tác cải cách hành chính."
    ),
    "/awards/0/standards/1/text": "Tham mưu, thực hiện tốt; hằng năm được đánh giá hoàn thành tốt nhiệm vụ trở lên.",
    "/awards/0/quotas/0/max": "02 tập thể",
    "/awards/0/quotas/1/max": "03 cá nhân",
    "/legal_bases/0/number": "33/2021/QĐ-UBND",
    "/legal_bases/0/issued_on": "28/6/2021",
    "/duties/0/text": "Chủ trì, phối hợp tổ chức hướng dẫn, thực hiện phong trào.",
}


def reading(**changes: object) -> dict:
    """The reader's answer on the text above; ``changes`` replace its top parts."""
    places = {
        pointer: [TEXT.index(words), TEXT.index(words) + len(words)] for pointer, words in TEXTS.items()
    }
    told = {
        "document": {"kind": "KH", "number": None, "issued_on": None, "place": None},
        "issuer": {"name": "UBND xã Nà Mây", "level": "commune"},
        "movement": {
            "title": TEXTS["/movement/title"],
            "starts_on": "2025-01-01",
            "ends_on": "2025-12-31",
            "rounds": [],
            "reviews": [{"kind": "final", "by": "2025-12"}],
        },
        "legal_bases": [
            {
                "kind": "QĐ",
                "number": "33/2021/QĐ-UBND",
                "issued_on": "2021-06-28",
                "issuer": "Ủy ban nhân dân tỉnh Sơn Vân",
            },
            {
                "kind": "KH",
                "number": "349/KH-UBND",
                "issued_on": "2024-12-31",
                "issuer": "UBND huyện Vân Hà",
            },
        ],
        "purposes": [{"text": TEXTS["/purposes/0/text"]}],
        "requirements": [
            {
                "text": 'Phong trào thi đua "Cải cách hành chính trên địa bàn xã Nà Mây" phải cụ thể, thực chất.'
            }
        ],
        "participants": {
            "collective": {"text": "UBND xã, các cơ quan đơn vị đóng trên địa bàn xã."},
            "individual": {"text": "Toàn thể cán bộ, công chức, viên chức, người lao động."},
        },
        "contents": [
            {
                "text": "Thực hiện nhiệm vụ với các nội dung: công tác chỉ đạo, điều hành; cải cách thể chế; …",
                "areas": ["công tác chỉ đạo, điều hành", "cải cách thể chế", "cải cách tài chính công"],
            },
            {"text": "Hoàn thành tốt các chỉ tiêu trên địa bàn xã năm 2024.", "areas": []},
            {"text": "Thi đua nâng cao văn hóa công vụ.", "areas": []},
            {"text": "Thi đua đẩy mạnh công tác tuyên truyền.", "areas": []},
        ],
        "targets": [],
        "awards": [
            {
                "level": "commune",
                "form": "Giấy khen",
                "standards": [
                    {
                        "subject": "collective",
                        "text": TEXTS["/awards/0/standards/0/text"],
                        "grading_at_least": "tốt",
                    },
                    {
                        "subject": "individual",
                        "text": TEXTS["/awards/0/standards/1/text"],
                        "grading_at_least": "tốt",
                    },
                ],
                "quotas": [
                    {"subject": "collective", "max": 2},
                    {"subject": "individual", "max": 3},
                ],
            },
            {"level": "district", "form": None, "standards": [], "quotas": []},
        ],
        "criteria": [],
        "tie_breakers": [],
        "dossier": [],
        "deadlines": [],
        "duties": [
            {"actor": "Văn phòng UBND xã", "text": TEXTS["/duties/0/text"]},
            {
                "actor": "Công chức văn hóa xã hội",
                "text": 'Tuyên truyền phong trào thi đua "Cải cách hành chính trên địa bàn huyện Vân Hà" năm 2025.',
            },
        ],
        "recipients": [{"text": "UBND huyện"}, {"text": "Lưu: VP"}],
        "at": places,
        "unsure": ["/purposes/0/text", "/movement/starts_on"],
    }
    return told | changes


def at(year: int, month: int, day: int) -> datetime:
    """Nine in the morning in Việt Nam."""
    return datetime(year, month, day, 2, tzinfo=UTC)


def signed_act(cast, who: str, when: datetime = datetime(2025, 2, 10, 5, tzinfo=UTC)) -> Act:
    """The act of one of the cast, recorded from a paper that the chairperson signed."""
    act = cast.act(who, when)
    paper = documents.record_signed(
        act,
        kind="test",
        signed_on=date(2025, 2, 10),
        signer_name="Nông Văn Mẫu",
        signer_title="Chủ tịch",
        number="12",
    )
    return Act(actor=act.actor, at=act.at, source=act.source, signed=documents.signed_source(paper))


@pytest.fixture
def drafted(cast) -> Movement:
    """A movement as the reader proposed it."""
    return operations.begin_from_file(
        cast.act("officer"), authority=cast.commune, plan_file=None, text=TEXT, reading=reading()
    )


@pytest.fixture
def confirmed(cast, drafted) -> Movement:
    """Its plan confirmed."""
    operations.confirm_plan(cast.act("officer"), movement=drafted)
    return drafted


@pytest.fixture
def launched(cast, confirmed) -> Movement:
    """Launched by the chairperson."""
    operations.launch(cast.act("chair"), movement=confirmed, on=date(2025, 2, 10))
    return confirmed


@pytest.fixture
def stranger_movement(cast) -> Movement:
    """A movement of another commune."""
    movement = operations.begin_by_hand(
        cast.act("stranger"),
        authority=cast.elsewhere,
        title="Phong trào thi đua của xã khác",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
    )
    operations.confirm_plan(cast.act("stranger"), movement=movement)
    operations.launch(cast.act("stranger"), movement=movement, on=date(2025, 2, 10))
    return movement
