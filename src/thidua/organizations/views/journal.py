"""The journal of an authority: read by who keeps and who oversees, verified with one click."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Any, Final

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from thidua.audit import choices
from thidua.audit import queries as audit
from thidua.base import forms, web
from thidua.base.errors import require
from thidua.organizations import queries
from thidua.organizations.pages import filters_of, page_of, viewer_of
from thidua.organizations.permissions import Viewer

_ANCHOR: Final = re.compile(r"(\d{1,12}):([0-9a-f]{8,64})")


class JournalFilter(forms.Form):
    """Day, person, kind, text."""

    q = django_forms.CharField(
        label="Tìm", required=False, max_length=100, widget=django_forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(
        label="Loại việc",
        required=False,
        choices=[
            ("", "Tất cả"),
            *sorted({word: (kind, word) for kind, word in choices.KINDS.items()}.values(), key=itemgetter(1)),
        ],
    )
    who = forms.RowChoiceField(label="Người làm", required=False, empty_label="Tất cả")
    on = forms.DateField(label="Ngày", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        """Offer the accounts of the authority."""
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        if isinstance(field, forms.RowChoiceField):
            field.queryset = queries.actors_overseen_by(viewer)


class AnchorForm(forms.Form):
    """The mark at the foot of a printed paper, if one is at hand."""

    anchor = forms.CharField(
        label="Dấu nhật ký",
        required=False,
        max_length=90,
        help_text="Ở chân văn bản do phần mềm in, dạng 123:0a1b2c3d4e5f. Để trống thì chỉ kiểm tra chuỗi đang có.",
    )

    def clean_anchor(self) -> audit.Anchor | None:
        """Read "Nhật ký: 123:0a1b2c…"."""
        told: str = self.cleaned_data["anchor"].lower().removeprefix("nhật ký:").strip()
        if not told:
            return None
        found = _ANCHOR.fullmatch(told)
        if found is None:
            raise ValidationError("Dấu nhật ký gồm số thứ tự, dấu hai chấm và mã, ví dụ 123:0a1b2c3d4e5f.")
        return audit.Anchor(int(found[1]), found[2])


def _overseer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    require(queries.oversees(viewer))
    return viewer


@login_required
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """The entries of the authority, newest first."""
    viewer = _overseer(request)
    form = JournalFilter(request.GET, viewer=viewer)
    form.is_valid()
    told = form.cleaned_data
    rows = queries.journal_visible_to(
        viewer, text=told.get("q") or "", kind=told.get("kind") or "", who=told.get("who"), on=told.get("on")
    )
    page = page_of(request, rows)
    context = {
        "filter": form,
        "page": page,
        "query": filters_of(request),
        "rows": [audit.line_of(entry) for entry in page.object_list],
    }
    return web.page(request, "organizations/journal.html", context)


@login_required
@require_POST
def journal_verify(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain and say what was found."""
    _overseer(request)
    form = AnchorForm(request.POST)
    if not form.is_valid():
        return web.page(request, "organizations/journal_verified.html", {"form": form}, 422)
    result = audit.verify(form.cleaned_data["anchor"])
    context = {"form": form, "result": result, "sentence": audit.sentence(result)}
    return web.page(request, "organizations/journal_verified.html", context)
