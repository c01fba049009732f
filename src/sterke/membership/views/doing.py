"""What the POST views share: do it, say what came of it, go back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sterke.core.links import LinkProblem


def do(request: HttpRequest, act: Callable[[], Any], *, said: str, to: str) -> HttpResponse:
    """Run an action and go to ``to``, with ``said`` or with the reason why not. Not allowed is not there."""
    try:
        act()
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, said)
    return redirect(to)


def add_errors(form: Any, problem: ValidationError) -> None:
    """Put an action's refusal beside the field it names, or above the form."""
    named = problem.message_dict if hasattr(problem, "error_dict") else {"__all__": problem.messages}
    for field, errors in named.items():
        form.add_error(field if field in form.fields else None, errors)


def bad_link(request: HttpRequest, problem: LinkProblem) -> HttpResponse:
    status = 404 if problem.reason == "tampered" else 410
    return render(request, "link_problem.html", {"reason": problem.reason}, status=status)
