"""The world as it is drawn: places and shapes of countries in whole numbers, in the Equal Earth projection (Šavrič, Patterson, Jenny 2018).

The shapes are those of Natural Earth at 1:110 million, which are in the public domain; `tools/world_map.py` makes the file of them.
"""

import json
import math
from collections.abc import Mapping
from functools import cache

from utsyn.home import SHIPPED

WIDTH, HEIGHT, SHOWN = 1000, 487, 440  # what is further south is not shown: nobody is there
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
FURTHEST = 2.7066  # of the projection, east of the middle
MILLION = 10**6


def place(lat: float, lon: float) -> tuple[int, int]:
    """Return where a place, in degrees, lies on the drawing."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    square = theta * theta
    fall = A1 + 3 * A2 * square + square**3 * (7 * A3 + 9 * A4 * square)
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(theta) / (3 * fall)
    y = theta * (A1 + A2 * square + square**3 * (A3 + A4 * square))
    scale = WIDTH / 2 / FURTHEST
    return round(WIDTH / 2 + x * scale), round(HEIGHT / 2 - y * scale)


def placed(lat: int | None, lon: int | None) -> tuple[int | None, int | None]:
    """Return where a place in millionths of a degree lies on the drawing; nowhere where it is not known."""
    return place(lat / MILLION, lon / MILLION) if lat is not None and lon is not None else (None, None)


@cache
def shapes() -> Mapping[str, str]:
    """Return by country (ISO 3166 alpha-2, lower case where there is no code) the path that draws it."""
    found: Mapping[str, str] = json.loads((SHIPPED / "evidence" / "world_map.json").read_text("utf-8"))[
        "countries"
    ]
    return found
