"""A quiet picture of what hangs together: names round a circle, lines between them. Plain data in and out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

SIZE = 640
RADIUS = 190
THINNEST, THICKEST = 1.5, 12.0


@dataclass(frozen=True)
class Dot:
    name: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str  # of the label: start, middle or end
    alone: bool


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    thin: bool  # held up by one


def placed(names: Sequence[str], ties: Mapping[tuple[int, int], int]) -> tuple[list[Dot], list[Line]]:
    """``ties`` say how strongly the names at two places hang together. Each line is as thick as its tie is strong."""
    middle, count = SIZE / 2, max(len(names), 1)
    angles = [2 * pi * at / count - pi / 2 for at in range(len(names))]
    points = [(middle + RADIUS * cos(angle), middle + RADIUS * sin(angle)) for angle in angles]
    tied = {at for pair in ties for at in pair}
    dots = []
    for at, (name, (x, y), angle) in enumerate(zip(names, points, angles, strict=True)):
        side = cos(angle)
        anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
        away = (round(middle + (RADIUS + 18) * side, 1), round(middle + (RADIUS + 22) * sin(angle) + 5, 1))
        dots.append(Dot(name, round(x, 1), round(y, 1), *away, anchor, at not in tied))
    most = max(ties.values(), default=1)
    lines = []
    for (one, other), strength in sorted(ties.items()):
        (x1, y1), (x2, y2) = points[one], points[other]
        width = THINNEST + (THICKEST - THINNEST) * (strength - 1) / max(most - 1, 1)
        lines.append(Line(round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1), round(width, 1), strength == 1))
    return dots, lines
