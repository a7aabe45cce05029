"""What a person is told when a file is refused: one sentence for each code, what is wrong and what to do."""

from collections.abc import Mapping
from typing import Any

from thidua.documents.intake.columns import Fault, TableRefusedError
from thidua.documents.intake.errors import UnreadableFileError

KINDS = {
    "pdf": "tệp PDF",
    "image": "tệp ảnh",
    "docx": "tệp Word (.docx)",
    "xlsx": "tệp Excel (.xlsx)",
    "old_office": "tệp Word, Excel đời cũ (.doc, .xls)",
    "heic": "ảnh HEIC của điện thoại",
}

SENTENCES = {
    "not_docx": "Mẫu phải là tệp Word (.docx), không phải .doc, .docm hay loại khác.",
    "template_external": "Mẫu có liên kết ra ngoài (ảnh, mẫu gốc hoặc địa chỉ trên mạng). Hãy bỏ liên kết rồi nộp lại.",
    "template_embedded": "Mẫu có đối tượng nhúng (OLE, ActiveX). Hãy bỏ đối tượng đó rồi nộp lại.",
    "template_hostile": "Mẫu có trường của Word lấy dữ liệu từ nơi khác hoặc chạy lệnh. Hãy bỏ trường đó rồi nộp lại.",
    "template_statement": "Mẫu có lệnh hoặc biểu thức, chỗ “{text}”. Giữa hai cặp ngoặc nhọn chỉ được là tên trường.",
    "template_unknown": "Mẫu dùng trường mà phần mềm không có: {names}. Hãy sửa theo danh sách trường bên dưới.",
    "template_leaves_out": "Mẫu sẽ làm mất một phần của văn bản này. Hãy đặt thêm vào mẫu: {names}.",
    "template_part_place": (
        "Trường {names} phải đứng một mình trong một đoạn của thân mẫu: không nằm trong bảng, khung, đầu trang, chân "
        "trang, không chung đoạn với chữ khác."
    ),
    "template_empty": "Mẫu chưa có trường nào, nên văn bản nào cũng ra giống nhau. Hãy đặt các trường vào mẫu.",
    "no_certificate": "Đây không phải tệp chứng thư số. Hãy chọn tệp .pem, .crt hoặc .cer.",
    "no_root": "Đây không phải chứng thư gốc (của tổ chức cấp chứng thư). Hãy tải chứng thư gốc từ nơi cấp.",
    "empty": "Tệp{name} rỗng, không có nội dung. Hãy chọn lại tệp.",
    "too_large": "Tệp{name} lớn hơn {megabytes} MB. Hãy quét ở độ phân giải thấp hơn hoặc tách thành nhiều tệp.",
    "long_text": (
        "Tệp{name} có nhiều chữ hơn mọi kế hoạch (nhận đến 600.000 ký tự, khoảng 200 trang). "
        "Hãy tách riêng phần kế hoạch ra một tệp rồi nộp."
    ),
    "missing_file": "Không thấy tệp{name}. Hãy kiểm tra lại đường dẫn.",
    "mislabelled": "Tệp{name} thực chất là {kind_name}, không đúng với đuôi “.{ending}”. Hãy đổi lại tên rồi nộp.",
    "unsupported": "Tệp{name} không thuộc loại nhận được. Hãy nộp tệp PDF, ảnh, Word hoặc Excel.",
    "unknown": "Không nhận ra tệp{name} là loại gì; có thể tệp đã hỏng. Hãy nộp tệp PDF, ảnh, Word hoặc Excel.",
    "no_scan": (
        "Tệp{name} không phải PDF hay ảnh. Hãy nộp bản đã ký, đóng dấu dưới dạng PDF hoặc ảnh quét, ảnh chụp, "
        "hoặc tệp PDF đã ký số."
    ),
    "executable": "Tệp{name} là chương trình máy tính nên không được nhận.",
    "script": "Tệp{name} chứa mã chạy trên trình duyệt (HTML, SVG) nên không được nhận. Hãy in ra PDF rồi nộp.",
    "macros": "Tệp{name} có chứa macro nên không được nhận. Hãy lưu lại thành .docx, .xlsx không có macro hoặc PDF.",
    "encrypted": "Tệp{name} đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi nộp lại.",
    "bomb": "Tệp{name} bung ra lớn bất thường nên không được nhận. Hãy lưu lại bằng Word hoặc Excel rồi nộp.",
    "image_too_large": "Ảnh{name} có kích thước {width} × {height} điểm, quá lớn. Hãy thu nhỏ rồi nộp lại.",
    "damaged": "Tệp{name} bị hỏng, không mở được. Hãy lưu hoặc quét lại rồi nộp.",
    "too_slow": "Đọc tệp{name} mất quá lâu nên đã dừng. Hãy tách thành tệp nhỏ hơn.",
    "too_heavy": "Đọc tệp{name} cần quá nhiều bộ nhớ nên đã dừng. Hãy tách thành tệp nhỏ hơn.",
    "no_text_layer": (
        "Tệp PDF{name} chỉ có ảnh quét ({pages} trang), không có chữ để đọc. Có ba cách: xin tệp Word hoặc PDF ký số "
        "của nơi ban hành; quét lại bằng phần mềm có nhận dạng chữ tiếng Việt (OCR); hoặc nhập kế hoạch "
        "theo mẫu trên màn hình."
    ),
    "image": (
        "Tệp{name} là ảnh, không có chữ để đọc. Hãy quét lại bằng phần mềm có nhận dạng chữ tiếng Việt (OCR) và lưu "
        "thành PDF có chữ hoặc tệp Word; hoặc nhập kế hoạch theo mẫu trên màn hình."
    ),
    "old_word": "Tệp{name} là Word đời cũ (.doc). Hãy mở bằng Word, chọn Lưu thành tệp .docx rồi nộp lại.",
    "wrong_encoding": "Không nhận ra bảng mã của tệp văn bản{name}. Hãy lưu lại với bảng mã UTF-8 rồi nộp.",
    "legacy_font": (
        "Tệp{name} dùng bảng mã cũ {encoding}, chữ Việt sẽ bị sai. Hãy chuyển sang Unicode "
        "(Unikey: Công cụ, Chuyển mã), lưu lại rồi nộp."
    ),
    "unknown_kind": "Tệp{name} không thuộc loại đọc được. Hãy nộp tệp Word (.docx), PDF có chữ hoặc tệp văn "
    "bản (.txt, .md).",
    "not_a_plan": (
        "Không nhận ra đây là kế hoạch phong trào thi đua. Hãy kiểm tra lại tệp đã chọn, hoặc nhập kế hoạch theo mẫu "
        "trên màn hình."
    ),
    "no_manifest": "Tệp không có danh mục mã băm MANIFEST.sha256 đọc được. Hãy chọn tệp nén hồ sơ trình cấp trên.",
    "not_xlsx": "Cần tệp Excel đuôi .xlsx. Hãy tải mẫu về, điền rồi nộp lại.",
}

FAULTS = {
    "formula": "{place}: ô có công thức. Hãy dán lại dưới dạng giá trị.",
    "merged": "{place}: các ô {value} bị gộp. Hãy bỏ gộp ô.",
    "error_value": "{place}: ô báo lỗi {value}.",
    "required": "{place}: thiếu {title}.",
    "not_number": "{place}: “{value}” không phải là số.",
    "not_integer": "{place}: “{value}” không phải là số nguyên.",
    "not_date": "{place}: “{value}” không phải là ngày. Hãy ghi theo dạng ngày/tháng/năm, ví dụ 05/02/2026.",
    "not_choice": "{place}: “{value}” không có trong các lựa chọn: {detail}.",
    "too_long": "{place}: nội dung dài quá {detail} ký tự.",
    "missing_column": "Thiếu cột “{title}”.",
    "unknown_column": "{place}: không có cột nào tên “{title}” trong mẫu.",
    "double_column": "{place}: cột “{title}” có hai lần.",
    "no_rows": "Bảng không có dòng nào dưới dòng tiêu đề.",
    "too_many_rows": "Bảng dài quá {detail} dòng. Hãy tách thành nhiều tệp.",
    "no_head": "Không tìm thấy dòng tiêu đề của bảng. Hãy dùng đúng mẫu tải về.",
}


def sentence(refused: UnreadableFileError) -> str:
    """The sentence for a refused file."""
    facts: Mapping[str, Any] = refused.facts
    name = f" “{facts['name']}”" if facts.get("name") else ""
    filled = dict(facts) | {"name": name, "kind_name": KINDS.get(str(facts.get("kind", "")), "loại tệp khác")}
    return SENTENCES.get(refused.code, SENTENCES["damaged"]).format_map(_Facts(filled))


def fault_sentence(fault: Fault) -> str:
    """The sentence for one fault of a table, its place first: "Dòng 12, cột C (Ngày sinh): …"."""
    place = f"Dòng {fault.row}" if fault.row is not None else "Bảng"
    if fault.column:
        place += f", cột {fault.column}"
        if fault.title and fault.code not in {"unknown_column", "double_column", "required"}:
            place += f" ({fault.title})"
    facts = {"place": place, "title": fault.title, "value": fault.value, "detail": fault.detail}
    return FAULTS[fault.code].format_map(facts)


def table_sentences(refused: TableRefusedError) -> tuple[str, ...]:
    """All faults of a table, and how many were left out."""
    lines = tuple(fault_sentence(fault) for fault in refused.faults)
    if not refused.more:
        return lines
    return (*lines, f"Còn {refused.more} lỗi nữa chưa kể. Hãy sửa các lỗi trên rồi nộp lại.")


class _Facts(dict[str, Any]):
    """Facts of which some may be missing."""

    def __missing__(self, key: str) -> str:
        return ""
