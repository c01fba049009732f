"""Pages in the office: Wagtail's own, with our history behind them."""

from typing import Any

from wagtail import hooks
from wagtail.models import Page

from .history import PageHistory


@hooks.register("register_log_actions", order=1000)
def tell_history(registry: Any) -> None:
    registry.register_model(Page, PageHistory)
