"""Cuts the world that maps of the workspace draw: States as the United Nations draws them, and points for the small ones.

For whoever takes another edition of it. `npm pack world-atlas@2.0.2` (ISC licence; the shapes are those of Natural
Earth, in the public domain), unpack it, and give the unpacked folder: `python scripts/cut_world.py FOLDER`.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wgcop.bodies.countries import TERRITORIES, countries

WORLD = Path(__file__).parents[1] / "wgcop/drawing/world.json"

TERRITORY_CODES = {
    "016": "AS", "060": "BM", "092": "VG", "136": "KY", "158": "TW", "184": "CK", "234": "FO", "248": "AX",
    "258": "PF", "260": "TF", "304": "GL", "316": "GU", "344": "HK", "446": "MO", "533": "AW", "531": "CW",
    "540": "NC", "580": "MP", "630": "PR", "660": "AI", "850": "VI",
}  # fmt: skip
"""Of the territories that the shapes may hold. The States have theirs in the table of countries."""

NAMED_ONLY = {"Somaliland": "SO", "N. Cyprus": "CY"}
"""Shapes without a code that the United Nations counts to a State. Kosovo, Western Sahara and the Falkland Islands
(Malvinas) are drawn and belong to none."""

LEFT_OUT = {"Antarctica"}


def main(folder: Path) -> None:
    coarse, fine = (
        json.loads((folder / f"countries-{size}.json").read_text()) for size in ("110m", "10m")
    )
    drawn_as_the_united_nations(coarse)
    shapes = [
        {"type": each["type"], "id": state_of(each), "arcs": each["arcs"]}
        for each in coarse["objects"]["countries"]["geometries"]
        if each["properties"]["name"] not in LEFT_OUT
    ]
    drawn = {each["id"] for each in shapes}
    points = {
        state: middle
        for each in fine["objects"]["countries"]["geometries"]
        if (state := state_of(each)) and state not in drawn and own_shape(each)
        for middle in [middle_of(each, fine)]
    }
    missing = {each.alpha2 for each in countries()} - drawn - set(points)
    assert not missing, f"Neither a shape nor a point: {sorted(missing)}"
    arcs = coarse["arcs"]
    used = sorted({arc if arc >= 0 else ~arc for shape in shapes for arc in flat(shape["arcs"])})
    place = {arc: number for number, arc in enumerate(used)}
    for shape in shapes:
        shape["arcs"] = renumbered(shape["arcs"], place)
    world = {
        "type": "Topology",
        "transform": coarse["transform"],
        "objects": {"states": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": [arcs[arc] for arc in used],
        "points": points,
    }
    WORLD.write_text(json.dumps(world, separators=(",", ":")) + "\n")


def state_of(shape: dict[str, Any]) -> str:
    """The code of the Member State that it belongs to, or nothing."""
    by_number = {each.numeric: each.alpha2 for each in countries()}
    number = shape.get("id", "")
    if number in by_number:
        return by_number[number]
    return TERRITORIES.get(
        TERRITORY_CODES.get(number, ""), NAMED_ONLY.get(shape["properties"]["name"], "")
    )


def own_shape(shape: dict[str, Any]) -> bool:
    return any(each.numeric == shape.get("id") for each in countries())


def drawn_as_the_united_nations(world: dict[str, Any]) -> None:
    """Natural Earth draws who controls a place. General Assembly resolution 68/262: Crimea belongs to Ukraine."""
    shapes = {each.get("id"): each for each in world["objects"]["countries"]["geometries"]}
    shared, coast = 163, 164
    russia, ukraine = shapes["643"]["arcs"], shapes["804"]["arcs"][0]
    russia.remove([[shared, coast]])
    ukraine[ukraine.index(~shared)] = coast


def middle_of(shape: dict[str, Any], world: dict[str, Any]) -> list[float]:
    """The middle of its largest part, in degrees."""
    rings = (
        [shape["arcs"][0]] if shape["type"] == "Polygon" else [part[0] for part in shape["arcs"]]
    )
    boxes = []
    for ring in rings:
        across, up = zip(*(point for arc in ring for point in points_of(arc, world)), strict=True)
        size = (max(across) - min(across)) * (max(up) - min(up))
        boxes.append((size, (min(across) + max(across)) / 2, (min(up) + max(up)) / 2))
    _, east, north = max(boxes)
    return [round(east, 2), round(north, 2)]


def points_of(arc: int, world: dict[str, Any]) -> Iterator[tuple[float, float]]:
    (wide, high), (west, south) = (world["transform"][name] for name in ("scale", "translate"))
    x = y = 0
    for dx, dy in world["arcs"][arc if arc >= 0 else ~arc]:
        x, y = x + dx, y + dy
        yield x * wide + west, y * high + south


def flat(arcs: list[Any]) -> Iterator[int]:
    for each in arcs:
        if isinstance(each, list):
            yield from flat(each)
        else:
            yield each


def renumbered(arcs: list[Any], place: dict[int, int]) -> list[Any]:
    return [
        renumbered(each, place)
        if isinstance(each, list)
        else place[each]
        if each >= 0
        else ~place[~each]
        for each in arcs
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
