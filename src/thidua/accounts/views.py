"""Sign in, sign out, give a kept form back, change one's own password."""

from __future__ import annotations

from typing import Final, cast

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from thidua.accounts import delays, operations, trial, typed
from thidua.accounts.forms import NewPasswordForm, SignInForm
from thidua.accounts.models import User
from thidua.base import clock, web
from thidua.base.acts import SYSTEM, Act

WRONG: Final = (
    "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại."
)
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


def _next(request: HttpRequest) -> str:
    told = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure()):
        return told
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    """Open the session and go where the person wanted to: first to a form that waits, or to a due new password."""
    login(request, user, backend=_BACKEND)
    operations.note_sign_in(Act(actor=user, at=clock.now(), source=web.source_of(request)), user=user)
    if user.must_change_password:
        return redirect("own_password")
    if typed.kept(request):
        return redirect("typed_again")
    return redirect(_next(request))


@never_cache
@typed.never_kept
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; take name and password. A wrong one waits longer each time, never for good."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            entered = _try(request, form)
            if isinstance(entered, HttpResponse):
                return entered
            status = entered
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "trial": trial.accounts(request),
        "typed": typed.kept(request),
    }
    return web.page(request, "accounts/sign_in.html", context, status)


def _try(request: HttpRequest, form: SignInForm) -> HttpResponse | int:
    username = form.cleaned_data["username"].strip().lower()
    address = web.source_of(request)
    now = clock.now()
    until = delays.wait_until(username=username, address=address, now=now)
    if until is not None:
        form.add_error(None, delays.sentence(until, now))
        return 429
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if user is None:
        act = Act(actor=SYSTEM, at=now, source=address)
        operations.count_failure(act, username=username, address=address)
        until = delays.wait_until(username=username, address=address, now=now)
        form.add_error(None, delays.sentence(until, now) if until else WRONG)
        return 422
    operations.forget_failures(username=username, address=address)
    return _enter(request, user)


@typed.never_kept
@require_POST
def sign_in_to_trial(request: HttpRequest) -> HttpResponse:
    """Sign in to a trial home as one of its accounts, with one click; refused anywhere else."""
    username = request.POST.get("username", "")
    if username not in {account.username for account in trial.accounts(request)}:
        return web.refusal_page(
            request,
            403,
            "Chỉ dùng được trong bản dùng thử",
            "Đăng nhập bằng một lần bấm chỉ có trong bản dùng thử, trên chính máy đang chạy phần mềm.",
        )
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        return redirect("sign_in")
    if request.user.is_authenticated:
        logout(request)
    return _enter(request, user)


@typed.never_kept
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session with all that it holds."""
    logout(request)
    web.done(request, "Đã thoát.")
    return redirect("sign_in")


@never_cache
@typed.never_kept
@login_required
@require_http_methods(["GET", "POST"])
def typed_again(request: HttpRequest) -> HttpResponse:
    """Give back what was typed on a page whose session had ended; POST puts it away."""
    told = typed.kept(request)
    if told is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST":
        typed.drop(request)
        web.done(request, "Đã bỏ nội dung nhập dở.")
        return redirect(told["page"])
    shown = [value for _, value in told["fields"] if value.strip()]
    return web.page(request, "accounts/typed_again.html", {"typed": told, "shown": shown})


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer holds: a page left open while the person signed in anew elsewhere.

    What was typed is given back like after a sign-in, but only when the browser says that the form came from here.
    """
    origin = request.headers.get("Origin", "")
    if (
        request.method != "POST"
        or not typed.may_keep(request)
        or not origin.startswith(("http://", "https://"))
        or not url_has_allowed_host_and_scheme(origin, {request.get_host()})
    ):
        return web.stale_form(request, reason)
    typed.keep(request)
    return redirect("typed_again" if request.user.is_authenticated else settings.LOGIN_URL)


@never_cache
@typed.never_kept
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    user = cast("User", request.user)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        operations.set_password(web.act_of(request), user=user, password=form.cleaned_data["new_password"])
        update_session_auth_hash(request, user)
        web.done(request, "Đã đổi mật khẩu.")
        return redirect("typed_again" if typed.kept(request) else settings.LOGIN_REDIRECT_URL)
    status = web.status_of(request)
    context = {"form": form, "must": user.must_change_password}
    return web.page(request, "accounts/own_password.html", context, status)
