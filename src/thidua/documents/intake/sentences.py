"""What a person reads when a file cannot be taken in."""

from typing import Final

from thidua.documents.intake.errors import UnreadableFileError

_SENTENCES: Final = {
    "empty": "Tệp không có chữ nào. Hãy mở tệp để kiểm tra rồi chọn lại.",
    "encrypted": "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi tải lên.",
    "failed": "Không mở được tệp: tệp bị hỏng hoặc chưa tải về đủ. Hãy mở tệp, lưu thành tệp mới rồi tải lên.",
    "image": (
        "Tệp là ảnh chụp, không có chữ để đọc. Hãy quét lại bằng phần mềm có nhận dạng chữ tiếng Việt (OCR) và lưu thành "
        "PDF có chữ hoặc tệp Word; hoặc nhập kế hoạch theo mẫu trên màn hình."
    ),
    "legacy_font": (
        "Văn bản dùng bảng mã cũ {encoding}, chữ Việt sẽ bị sai. Hãy chuyển sang Unicode (bằng Unikey: Công cụ, Chuyển mã), "
        "lưu lại rồi tải lên."
    ),
    "macros": "Tệp Word có macro nên không được nhận. Hãy lưu lại thành tệp .docx thường rồi tải lên.",
    "no_text_layer": (
        "Tệp PDF chỉ có ảnh quét ({pages} trang), không có chữ để đọc. Có ba cách: xin tệp Word hoặc PDF ký số của nơi ban hành; "
        "quét lại bằng phần mềm có nhận dạng chữ tiếng Việt (OCR); hoặc nhập kế hoạch theo mẫu trên màn hình."
    ),
    "not_a_plan": (
        "Không nhận ra đây là kế hoạch phong trào thi đua. Hãy kiểm tra lại tệp đã chọn, hoặc nhập kế hoạch theo mẫu trên màn hình."
    ),
    "old_word": "Tệp Word kiểu cũ (.doc) không đọc được. Hãy mở bằng Word, chọn Lưu thành tệp .docx rồi tải lên.",
    "too_large": "Tệp quá lớn. Kế hoạch chỉ cần tệp chữ, tối đa {megabytes} MB.",
    "too_slow": "Tệp mất quá nhiều thời gian để mở nên đã dừng lại. Hãy lưu kế hoạch thành tệp .docx hoặc .txt rồi tải lên.",
    "unknown_kind": "Chỉ nhận tệp văn bản (.txt, .md), Word (.docx) và PDF có chữ.",
    "wrong_encoding": "Không đọc được bảng mã của tệp văn bản. Hãy lưu lại với bảng mã UTF-8 rồi tải lên.",
    "zip_bomb": "Tệp nén bất thường, có thể gây hại cho máy nên không được mở.",
}


def sentence(error: UnreadableFileError) -> str:
    """Return the Vietnamese sentence for a refusal, with its facts filled in."""
    facts = {"encoding": "TCVN3 hoặc VNI", "pages": "?", "megabytes": "20"} | error.facts
    return _SENTENCES[error.code].format(**facts)
