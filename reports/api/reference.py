"""The schema as a page to read: what can be asked, with which parameters, and what comes back. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_REFERENCE = "#/components/schemas/"

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Described:
    """A parameter, or a field of an answer: its name, what it holds and what it means."""

    name: str
    kind: str
    meaning: str
    is_required: bool


@dataclass(frozen=True)
class Entry:
    """One address."""

    name: str
    summary: str
    meaning: str
    address: str
    example: str  # the address with a real id in it; empty when there is none to put in
    parameters: list[Described]
    fields: list[Described]
    faults: list[tuple[str, str]]  # status, meaning


def entries_of(schema: Schema, examples: Mapping[str, str]) -> list[Entry]:
    """Each address of an OpenAPI schema, in its order; `examples` are values for parameters of the path."""
    return [
        _entry(address, asked["get"], schema["components"]["schemas"], examples)
        for address, asked in schema["paths"].items()
    ]


def _entry(address: str, asked: Schema, shapes: Schema, examples: Mapping[str, str]) -> Entry:
    parameters = [
        Described(it["name"], _kind(it["schema"], shapes), it.get("description", ""), it.get("required", False))
        for it in asked.get("parameters", [])
    ]
    wanted = [it["name"] for it in asked.get("parameters", []) if it["in"] == "path"]
    can_show = all(name in examples for name in wanted)
    found = next(iter(asked["responses"]["200"]["content"].values()))["schema"]
    return Entry(
        name=asked["operationId"],
        summary=asked["summary"],
        meaning=asked.get("description", ""),
        address=address,
        example=address.format_map({name: examples[name] for name in wanted}) if can_show else "",
        parameters=parameters,
        fields=list(_fields(found, shapes)),
        faults=[(status, it["description"]) for status, it in asked["responses"].items() if status != "200"],
    )


def _fields(found: Schema, shapes: Schema, before: str = "") -> Iterator[Described]:
    """Every field, those inside others by their path: `results[].council.code`."""
    shape = _shape(found, shapes)
    if shape.get("type") == "array":
        yield from _fields(shape["items"], shapes, f"{before}[]")
    for name, inside in shape.get("properties", {}).items():
        path = f"{before}.{name}" if before else name
        yield Described(path, _kind(inside, shapes), _meaning(inside, shapes), name in shape.get("required", ()))
        yield from _fields(inside, shapes, path)


def _shape(found: Schema, shapes: Schema) -> Schema:
    """What a reference leads to; a shape that stands here as it is."""
    for reference in (found.get("$ref"), *(part.get("$ref") for part in found.get("allOf", ()))):
        if reference:
            named: Schema = shapes[reference.removeprefix(_REFERENCE)]
            return named
    return found


def _meaning(found: Schema, shapes: Schema) -> str:
    return str(found.get("description") or _shape(found, shapes).get("description", ""))


def _kind(found: Schema, shapes: Schema) -> str:
    """In words a programmer knows: `integer`, `list: object`, `string: cell, rest`; `or null` where it may be."""
    shape = _shape(found, shapes)
    kind = str(shape.get("type", "object"))
    if kind == "array":
        kind = f"list: {_kind(shape['items'], shapes)}"
    if "enum" in shape:
        kind = f"{kind}: {', '.join(str(value) for value in shape['enum'] if value is not None)}"
    if "format" in shape:
        kind = f"{kind} ({shape['format']})"
    return f"{kind} or null" if found.get("nullable") or shape.get("nullable") else kind
