"""Accounts: opening one, signing in and out, and what belongs to its owner."""

from collections.abc import Sequence
from copy import copy
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learn.access import account_of, forget_guest_cookie, guest_beside_account, learner_of, sure_viewer_of, viewer_of
from learn.actions.accounts import everything_about
from learn.actions.classes import Conflict, close_account
from learn.actions.learners import forget_guest, join_work, learner_for_account, open_account
from learn.actions.sandboxes import exchanges_about, forget_sandboxes_of, pass_sandboxes_on, sandboxes_about
from learn.domain.comfort import read_comfort
from learn.forms.accounts import NAME_TAKEN, DeleteAccountForm, EmailForm, PasswordChangeForm, SignInForm, SignUpForm
from learn.library import library
from learn.limits import count_failed_sign_in, sign_in_wait_seconds
from learn.models import User
from learn.views.errors import error_page, too_many_requests
from learn.views.pages import NO_STORE, LearnRequest, base_context, render
from learn.views.site import redirect_to_sign_in, safe_next, set_comfort

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_post_parameters()
@PAGE
def sign_up(request: LearnRequest) -> HttpResponse:
    """Open an account; what the guest of this browser has done becomes the account's."""
    onward = safe_next(request, request.POST.get("next") or request.GET.get("next", ""), reverse("progress"))
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/sign_up.html", {"form": form, "next": onward}, status=status)
    if viewer_of(request).user is not None:
        logout(request)
    learner = learner_of(request)
    guest = learner if learner is not None and learner.is_guest else None
    user = form.save(commit=False)
    try:
        open_account(user=user, guest=guest, now=timezone.now())
    except IntegrityError:
        # Two at the same moment: the name was free when it was looked up.
        form.add_error("username", NAME_TAKEN)
        return render(request, "accounts/sign_up.html", {"form": form, "next": onward}, status=422)
    forget_guest_cookie(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    kept = " What you did here as a guest is kept with your account." if guest else ""
    messages.success(request, f"Welcome, {user.username}.{kept}")
    return HttpResponseRedirect(onward, status=303)


@sensitive_post_parameters()
@PAGE
def sign_in(request: LearnRequest) -> HttpResponse:
    """Sign in to an account, and offer to add what was done in this browser as a guest."""
    onward = safe_next(request, request.POST.get("next") or request.GET.get("next", ""), reverse("progress"))
    name = request.POST.get("username", "")
    address = request.META.get("REMOTE_ADDR", "")
    if request.method == "POST" and (wait := sign_in_wait_seconds(name, address)):
        minutes = max(1, round(wait / 60))
        detail = f"Too many sign-ins have failed. Try again in {minutes} minute{'s' if minutes > 1 else ''}."
        return too_many_requests(request, detail, retry_seconds=wait)
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        if form.is_bound and form.cleaned_data.get("username") and form.cleaned_data.get("password"):
            count_failed_sign_in(name, address)
        context = {"form": form, "next": onward, "mail": bool(settings.MAILER)}
        return render(request, "accounts/sign_in.html", context, status=422 if form.is_bound else 200)
    user = form.get_user()
    assert isinstance(user, User)
    login(request, user)
    learner = learner_for_account(user, now=timezone.now())
    if guest_beside_account(request) is not None:
        onward = f"{reverse('add_work')}?{urlencode({'next': onward})}"
    response = HttpResponseRedirect(onward, status=303)
    return set_comfort(request, response, read_comfort(learner.comfort)) if learner.comfort else response


@PAGE
def add_work(request: LearnRequest) -> HttpResponse:
    """Ask whether what was done in this browser before signing in belongs to the account."""
    user = account_of(request)
    onward = safe_next(request, request.POST.get("next") or request.GET.get("next", ""), reverse("progress"))
    guest = guest_beside_account(request)
    if guest is None:
        return HttpResponseRedirect(onward, status=303)
    if request.method != "POST":
        context = {
            "lessons": guest.lessons.count(),
            "answers": guest.answers.count(),
            "walked": guest.walked.count(),
            "next": onward,
        }
        return render(request, "accounts/add_work.html", context)
    if request.POST.get("choice") == "add":
        checks = {lesson.slug: lesson.checks for lesson in library().order}
        account = learner_for_account(user, now=timezone.now())
        pass_sandboxes_on(guest.pk, account.pk)
        join_work(guest=guest, account=account, checks=checks)
        messages.success(request, "It has been added to your account.")
    else:
        forget_sandboxes_of(guest.pk, now=timezone.now())
        forget_guest(guest)
        messages.success(request, "It has been deleted.")
    forget_guest_cookie(request)
    return HttpResponseRedirect(onward, status=303)


@require_POST
def sign_out(request: LearnRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(reverse("home"), status=303)


@PAGE
def account(request: LearnRequest) -> HttpResponse:
    """The account's own page."""
    if sure_viewer_of(request).user is None:
        return redirect_to_sign_in(request)
    user = account_of(request)
    form = EmailForm(request.POST if request.method == "POST" else None, instance=copy(user))
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, "Your e-mail address has been saved.")
        return HttpResponseRedirect(reverse("account"), status=303)
    return render(request, "accounts/account.html", {"form": form}, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@PAGE
def change_password(request: LearnRequest) -> HttpResponse:
    """Change the password; every other session of the account ends."""
    if sure_viewer_of(request).user is None:
        return redirect_to_sign_in(request)
    form = PasswordChangeForm(account_of(request), request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "accounts/change_password.html", {"form": form}, status=422 if form.is_bound else 200)
    update_session_auth_hash(request, form.save())
    messages.success(request, "Your password has been changed. Other browsers have been signed out.")
    return HttpResponseRedirect(reverse("account"), status=303)


@require_safe
def export(request: LearnRequest) -> HttpResponse:
    """Everything stored about whoever asks, as JSON."""
    viewer = sure_viewer_of(request)
    learner = viewer.learner
    stored = everything_about(viewer.user, learner, now=timezone.now())
    stored["sandboxes"] = sandboxes_about(learner.pk) if learner else []
    stored["exchanges"] = exchanges_about(learner.pk) if learner else []
    response = JsonResponse(stored, json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="statusline.json"'
    response["Cache-Control"] = NO_STORE
    return response


@sensitive_post_parameters()
@PAGE
def delete(request: LearnRequest) -> HttpResponse:
    """Delete the account with everything stored about it; a guest's work needs no password."""
    viewer = sure_viewer_of(request)
    if viewer.user is None:
        return _forget(request)
    form = DeleteAccountForm(viewer.user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "accounts/delete.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        close_account(copy(viewer.user), now=timezone.now())
    except Conflict as refused:
        return error_page(request, 409, str(refused))
    logout(request)
    messages.success(request, "Your account and everything stored about it have been deleted.")
    return HttpResponseRedirect(reverse("home"), status=303)


def _forget(request: LearnRequest) -> HttpResponse:
    learner = learner_of(request)
    if learner is None:
        return redirect_to_sign_in(request)
    if request.method != "POST":
        return render(request, "accounts/delete.html", {})
    forget_sandboxes_of(learner.pk, now=timezone.now())
    forget_guest(learner)
    forget_guest_cookie(request)
    messages.success(request, "What was kept for this browser has been deleted.")
    return HttpResponseRedirect(reverse("home"), status=303)


class _OurPage:
    """Gives Django's own password reset views our header and footer, and 422 for a form that can't be accepted."""

    request: HttpRequest
    http_method_names: Sequence[str] = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response["Cache-Control"] = NO_STORE
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | base_context(self.request, 200, NO_STORE)

    def form_invalid(self, form: Any) -> HttpResponse:
        response: TemplateResponse = super().form_invalid(form)  # type: ignore[misc]
        response.context_data = (response.context_data or {}) | {"status": library().registry[422]}
        response.status_code = 422
        return response


class ResetPassword(_OurPage, auth_views.PasswordResetView):
    template_name = "accounts/reset_password.html"
    email_template_name = "accounts/reset_password.txt"
    subject_template_name = "accounts/reset_password_subject.txt"
    success_url = reverse_lazy("reset_password_sent")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not settings.MAILER:
            return redirect("reset_password_sent")
        # Past csrf_protect on Django's view: ours has checked, and that one would begin a session for a visitor.
        response = super(auth_views.PasswordResetView, self).dispatch(request, *args, **kwargs)
        response["Cache-Control"] = NO_STORE
        return response


@require_safe
def reset_password_sent(request: LearnRequest) -> HttpResponse:
    return render(request, "accounts/reset_password_sent.html", {"mail": bool(settings.MAILER)})


class ChooseNewPassword(_OurPage, auth_views.PasswordResetConfirmView):
    template_name = "accounts/choose_new_password.html"
    success_url = reverse_lazy("sign_in")
