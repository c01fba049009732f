from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.visibility import Visibility


@open_to(Visibility.PUBLIC)
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "website/front.html")


@open_to(SIGNED_IN)
def my_page(request: HttpRequest) -> HttpResponse:
    return render(request, "website/my_page.html")
