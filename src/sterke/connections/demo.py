"""Connections' part of the demo cluster."""

from typing import Any

from sterke.core.house import house

from . import demo_rounds

World = dict[str, Any]


def load(world: World) -> None:
    demo_rounds.load(world)


house.demos.append((50, load))
