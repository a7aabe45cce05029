"""The public page that confirms a certificate: anybody, no sign-in, nothing personal beyond what the paper says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thidua.audit import queries as audit
from thidua.base import web
from thidua.base.acts import PUBLIC, Refusal, note_refusal
from thidua.commendations import codes, papers, queries
from thidua.commendations.forms import CheckForm

_FORGED = (
    "Nội dung quét được không mang chữ ký đúng của phần mềm này: giấy khen do nơi khác cấp, hoặc không phải giấy thật. "
    "Hãy hỏi cơ quan ghi trên giấy."
)
_FALSE_SIGNATURE = "Nội dung quét mang mã có thật nhưng chữ ký sai"
_UNKNOWN = "Không có giấy khen nào mang mã này"
_MOST_NOTED = 30
_NO_CODE = "Mã chưa đúng. Mã gồm 12 chữ và số, in ở chân giấy khen, ví dụ 7K2M-0QXD-P9AB."


@require_GET
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Type the code, or paste what was scanned."""
    form = CheckForm(request.GET if "ma" in request.GET else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["ma"]
        if codes.SEPARATOR in typed:
            fields = codes.verify_text(typed, codes.public_key())
            if fields is not None:
                return redirect("certificate_check", code=fields[0])
            _note_forged(request, codes.tidy_code(typed.split(codes.SEPARATOR)[0]))
            form.add_error("ma", _FORGED)
        else:
            code = codes.tidy_code(_last_part(typed))
            if code:
                return redirect("certificate_check", code=code)
            form.add_error("ma", _NO_CODE)
    return web.page(request, "commendations/check.html", {"form": form}, 422 if form.errors else 200)


def _note_forged(request: HttpRequest, code: str) -> None:
    """Journal a code that is none, or whose signature is false; of what was typed nothing but the code is kept.

    A limited number in an hour: the journal is no place for somebody to fill.
    """
    act = replace(web.act_of(request), actor=PUBLIC)
    award = queries.award_by_code(code) if code else None
    last = queries.latest_decision()
    if last is None or audit.acts_of(PUBLIC.actor_id, since=act.at - timedelta(hours=1)) >= _MOST_NOTED:
        return
    thing = award or last.authority
    told = _FALSE_SIGNATURE if award else _UNKNOWN
    sentence = f"{told}: {code}." if code else f"{told}."
    note_refusal(Refusal(act, f"{__name__}.certificate", thing, sentence, "certificates.checked"))


def _last_part(typed: str) -> str:
    """A whole address may be pasted; the code is its last part."""
    return typed.strip().rstrip("/").rsplit("/", 1)[-1]


@require_GET
@never_cache
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What the register says of a code: the award, cancelled or not, or that there is none."""
    tidy = codes.tidy_code(code)
    award = queries.award_by_code(tidy) if tidy else None
    if award is None:
        _note_forged(request, tidy)
    context = {
        "code": tidy or code[:40],
        "award": award,
        "post": papers.post_at(award.position, award.unit_name) if award else "",
        "merit": papers.merit_told(award.merit) if award else "",
        "ground": queries.ground_name(award) if award else "",
    }
    return web.page(request, "commendations/checked.html", context, 200 if award else 404)
