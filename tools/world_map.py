"""Make data/evidence/world_map.json of the package world-atlas (npm pack world-atlas@2; unpack): its countries-110m.json is named here.

The package gives Natural Earth's countries as TopoJSON, whole across the 180th meridian; they are cut there, and drawn in whole numbers.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.core import get_global

from utsyn.home import SHIPPED
from utsyn.web.evidence.earth import HEIGHT, WIDTH, place

Ring = list[tuple[float, float]]
TURN, EDGE = 360.0, 180.0
ANTARCTICA = "010"  # goes around the pole, and no partner is there
SMALLEST = 3  # points


def main(source: Path) -> None:
    """Write the file."""
    told = json.loads(source.read_text("utf-8"))
    arcs = [list(_arc(arc, told["transform"])) for arc in told["arcs"]]
    found = {}
    for one in told["objects"]["countries"]["geometries"]:
        if one.get("id") != ANTARCTICA:
            polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
            path = "".join(_path(_ring(ring, arcs)) for polygon in polygons for ring in polygon)
            found[_code(one)] = found.get(_code(one), "") + path
    about = "Natural Earth 1:110m countries (public domain), by way of the npm package world-atlas 2; Equal Earth projection"
    made = {"source": about, "width": WIDTH, "height": HEIGHT, "countries": dict(sorted(found.items()))}
    to = SHIPPED / "evidence" / "world_map.json"
    to.parent.mkdir(exist_ok=True)
    to.write_text(json.dumps(made, indent=0) + "\n", "utf-8")


def _arc(arc: list[list[int]], transform: Any) -> Iterator[tuple[float, float]]:
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield tuple(
            v * s + t for v, s, t in zip((x, y), transform["scale"], transform["translate"], strict=True)
        )  # type: ignore[misc]


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    """Put arcs together; a negative number is an arc walked backwards. Longitudes go on past 180 where the ring does."""
    found: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += arc[1:] if found else arc
    whole = [found[0]]
    for lon, lat in found[1:]:
        last = whole[-1][0]
        whole.append((lon + TURN * round((last - lon) / TURN), lat))
    return whole


def _path(ring: Ring) -> str:
    """Draw a ring, cut where it goes past the edge of the world: what is beyond comes back on the other side."""
    drawn = ""
    for turn in (-TURN, 0.0, TURN):
        inside = _clipped([(lon + turn, lat) for lon, lat in ring])
        points = list(dict.fromkeys(place(lat, lon) for lon, lat in inside))
        if len(points) >= SMALLEST:
            drawn += "M" + "L".join(f"{x},{y}" for x, y in points) + "Z"
    return drawn


def _clipped(ring: Ring) -> Ring:
    for side in (-1, 1):
        kept: Ring = []
        for (lon, lat), (before, lat_before) in zip(ring, ring[-1:] + ring[:-1], strict=True):
            is_in, was_in = side * lon <= EDGE, side * before <= EDGE
            if is_in != was_in:
                part = (side * EDGE - before) / (lon - before)
                kept.append((side * EDGE, lat_before + part * (lat - lat_before)))
            if is_in:
                kept.append((lon, lat))
        ring = kept
        if not ring:
            break
    return ring


def _code(one: Any) -> str:
    alias = get_global("territory_aliases").get(one.get("id", ""), [])
    return alias[0] if alias else one["properties"]["name"].lower()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
