"""The parts that every page is made of: what a person is told, and what a screen reader hears."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from thidua.base.forms import MoneyField


class Launch(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Tên phong trào", help_text="Ghi như trong kế hoạch.")
    note = forms.CharField(label="Ghi chú", required=False)
    way = forms.ChoiceField(
        label="Cách", choices=[("s", "Trên màn hình"), ("p", "Theo giấy")], widget=forms.RadioSelect
    )
    checked = forms.BooleanField(label="Đã đối chiếu")
    scan = forms.FileField(label="Bản quét", required=False)
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)


def element(page, identity):
    """Return the opening tag with this id."""
    found = re.search(rf'<[a-z]+[^>]*\bid="{identity}"[^>]*>', page)
    assert found, identity
    return found.group()


def described(page, identity):
    """Return the texts that describe an element, in the order of its aria-describedby."""
    told = re.search(r'aria-describedby="([^"]+)"', element(page, identity))
    texts = []
    for one in told.group(1).split() if told else []:
        inside = re.search(rf'id="{one}"[^>]*>(.*?)</(?:div|ul|p)>', page, re.DOTALL)
        assert inside, f"{identity} points to {one}, which is not there"
        texts.append(re.sub(r"<[^>]+>|\s+", " ", inside.group(1)).strip())
    return texts


def test_a_field_carries_its_label_and_its_help():
    page = render_to_string("base/_form.html", {"form": Launch()})
    assert 'for="id_title">Tên phong trào</label>' in page
    assert described(page, "id_title") == ["Ghi như trong kế hoạch."]
    assert "Ghi chú <span" in page
    assert page.count("(không bắt buộc)") == 2
    assert 'role="alert"' not in page


def test_a_fault_stands_at_its_field_and_what_was_typed_stays():
    form = Launch({"title": "", "note": 'Theo "mẫu" <b>'})
    page = render_to_string("base/_form.html", {"form": form})
    assert described(page, "id_title") == ["Ghi như trong kế hoạch.", form.errors["title"][0]]
    assert 'aria-invalid="true"' in element(page, "id_title")
    assert 'value="Theo &quot;mẫu&quot; &lt;b&gt;"' in page
    assert 'aria-invalid="true"' not in element(page, "id_note")
    assert page.count('class="field field-wrong"') + page.count("field-check field-wrong") == 3


def test_faults_of_the_whole_stand_on_top():
    form = Launch({})
    form.add_error(None, "Ngày kết thúc đứng trước ngày bắt đầu.")
    page = render_to_string("base/_form.html", {"form": form})
    assert page.index("Ngày kết thúc đứng trước") < page.index("Tên phong trào")


@pytest.mark.parametrize(
    ("tone", "icon"),
    [("done", "check"), ("going", "going"), ("heed", "heed"), ("wrong", "cross"), ("", "circle")],
)
def test_a_state_has_a_word_and_a_sign(tone, icon):
    page = render_to_string("base/_state.html", {"word": "Đã <gửi>", "tone": tone})
    assert f"icons.svg#{icon}" in page
    assert "Đã &lt;gửi&gt;" in page


def steps():
    """Return three steps, the second one current."""
    names = [("Kế hoạch", "done"), ("Phát động", "now"), ("Đăng ký", "later")]
    return [
        SimpleNamespace(
            number=number,
            name=name,
            tone=tone,
            note="",
            url=f"/{number}/" if number < 3 else "",
            current=tone == "now",
        )
        for number, (name, tone) in enumerate(names, 1)
    ]


def test_steps_tell_where_one_is():
    page = render_to_string("base/_steps.html", {"steps": steps(), "here": steps()[1]})
    assert "Bước 2 trên 3: Phát động" in " ".join(page.split())
    assert page.count('aria-current="step"') == 2
    assert page.count('href="/2/"') == 2
    assert 'href=""' not in page
    assert "xong, bước 1:" in page


def test_history_tells_who_when_and_what_changed():
    change = SimpleNamespace(label="Điểm", old="5,00", new="3,50")
    entry = SimpleNamespace(
        at=datetime(2025, 11, 20, 2, 3, tzinfo=UTC), who="Lý A Mẫu", what="sửa điểm", changes=[change]
    )
    page = render_to_string("base/_history.html", {"history": [entry]})
    assert "09:03 20/11/2025" in page
    assert "<del>5,00</del> → <ins>3,50</ins>" in page
    assert render_to_string("base/_history.html", {"history": []}).strip() == ""


def test_a_pager_keeps_the_filters_and_hides_when_one_page_is_all():
    page = render_to_string(
        "base/_pager.html", {"page": Paginator(range(1200), 50).page(2), "query": "q=a&s=b"}
    )
    assert "51–100 trong 1.200" in page
    assert 'href="?q=a&amp;s=b&amp;page=1"' in page
    assert 'href="?q=a&amp;s=b&amp;page=3"' in page
    assert render_to_string("base/_pager.html", {"page": Paginator(range(3), 50).page(1)}).strip() == ""


def test_what_cannot_be_undone_asks_for_a_word():
    page = render_to_string(
        "base/_confirm.html",
        {"heading": "Đóng", "what": "…", "word": "ĐÓNG", "label": "Đóng", "fault": "Sai."},
    )
    assert described(page, "confirm-word") == ["Sai."]
    assert "required" in element(page, "confirm-word")


def layout(**frame):
    """Return the layout of a page with this frame."""
    told = [Message(SUCCESS, "Đã gửi <b>"), Message(ERROR, "Chưa gửi")]
    return render_to_string("base/layout.html", {"frame": frame, "messages": told})


def test_the_frame_names_the_place_the_person_and_what_was_done():
    menu = [{"label": f"Nơi {n}", "url": f"/{n}/", "current": n == 4, "icon": "list"} for n in range(1, 6)]
    page = layout(unit="UBND xã Nà Mây", menu=menu, person="Hoàng Thị Mẫu", sign_out_url="/thoat/")
    assert page.count('href="/4/" aria-current="page"') == 2
    assert page.count('href="/1/"') == 2
    assert page.count('action="/thoat/"') == 2
    assert "toast-success" in page
    assert "Đã gửi &lt;b&gt;" in page
    assert "toast-error" in page
    assert "Bản dùng thử" not in page
    assert 'lang="vi"' in page


def test_the_trial_and_the_open_connection_are_said():
    page = layout(unit="UBND xã Nà Mây", menu=[], demo=True, plain_http=True)
    assert "Bản dùng thử" in page
    assert "chưa được mã hóa" in page
    assert 'class="bar"' not in page  # nobody signed in: no places to go


@pytest.mark.parametrize("status", ["400", "403", "404", "409", "500"])
def test_an_error_page_stands_by_itself(status):
    page = render_to_string(f"{status}.html")
    assert re.search(r"<h1>[^<]{8,}</h1>", page)
    assert "None" not in page
    assert 'href="/"' in page


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("710000", 710_000),
        ("1.410.000", 1_410_000),
        ("50.000", 50_000),
        ("1.410.000 đồng", 1_410_000),
        ("0", None),
        ("1.410", 1_410),
        ("12,5", None),
        ("1.41", None),
        ("-5", None),
        ("một triệu", None),
    ],
)
def test_an_amount_is_read_as_officials_write_it(typed, read):
    if read is not None:
        assert MoneyField().clean(typed) == read
    else:
        with pytest.raises(forms.ValidationError) as refused:
            MoneyField().clean(typed)
        assert "chữ số thập phân" not in str(refused.value)
