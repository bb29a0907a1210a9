"""What the front-end build makes."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
BUILT = ROOT / "build" / "frontend"


def built(name: str) -> str:
    """A built file's text."""
    file = BUILT / name
    if not file.exists():
        pytest.skip("the front end is not built: npm run build")
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["site", "map"])
def test_a_stylesheet_asks_for_no_font_and_no_other_file(name: str) -> None:
    style = built(f"styles/{name}.css")
    assert "@font-face" not in style
    assert "GDS Transport" not in style
    assert "sourceMappingURL" not in style
    assert re.findall(r"url\((?!data:)[^)]*\)", style) == []
    assert "@import" not in style


MOST_BYTES = {"styles/site.css": 14_000, "styles/map.css": 3_000, "scripts/govuk.js": 6_000}  # as gzip sends them


def test_the_stylesheets_and_the_script_are_small() -> None:
    sizes = {name: len(gzip.compress(built(name).encode(), 9, mtime=0)) for name in MOST_BYTES}
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES[name]} == {}


def test_the_styles_of_the_map_stand_in_its_own_file() -> None:
    """They would be a fifth of what a phone loads to make a report."""
    assert (".app-map" in built("styles/map.css"), ".app-map" in built("styles/site.css")) == (True, False)


@pytest.mark.parametrize("name", ["site", "map"])
def test_a_stylesheet_has_no_left_or_right_but_a_fallback(name: str) -> None:
    style, _, _fallback = built(f"styles/{name}.css").partition(FOR_BROWSERS_WITHOUT_INSET)
    assert re.findall(r"[{;](?:margin|padding|border)-(?:left|right)[:-]", style) == []
    assert re.findall(r"[{;](?:left|right):", style) == []
    assert re.findall(r"text-align:(?:left|right)", style) == []
    assert style.count("float:left") == style.count("float:inline-start")


FOR_BROWSERS_WITHOUT_INSET = "@supports not (inset-inline-start:0){"


def test_what_is_placed_is_placed_too_where_no_logical_side_is_known() -> None:
    style, fallback = built("styles/site.css").split(FOR_BROWSERS_WITHOUT_INSET)
    placed = re.findall(r"([^{}]+)\{[^{}]*(?<=[{;])inset[a-z-]*:[^{}]*\}", style)
    assert len(placed) >= 15
    assert placed == re.findall(r"([^{}]+)\{\n[^{}]*\}", fallback)
    assert re.findall(r"\.app-quick-exit\{([^}]*)\}", fallback)[0].split() == ["bottom:0;", "left:0;", "right:0"]


def test_no_shorthand_for_two_sides_is_left() -> None:
    """Chrome before 87 and Safari before 14.1 drop the whole declaration."""
    files = [built("styles/site.css"), built("styles/map.css")]
    files += [file.read_text("utf-8") for file in (ROOT / "static/styles").glob("*.css")]
    shorthand = re.compile(r"[{;\s]((?:margin|padding|border)-(?:inline|block)(?:-width|-style|-color)?|inset)\s*:")
    assert [shorthand.findall(style) for style in files] == [[]] * len(files)
    assert shorthand.findall("a{padding-block:1px;border-inline-width:0;inset:0;margin-block-start:0}") == [
        "padding-block",
        "border-inline-width",
        "inset",
    ]


def test_every_override_a_page_names_is_in_the_stylesheet() -> None:
    style = built("styles/site.css")
    pages = "".join(file.read_text("utf-8") for file in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r"govuk-!-[a-z0-9-]+", pages))
    assert {name for name in named if name.replace("!", "\\!") not in style} == set()
    assert "govuk-!-margin-bottom-0" in named


SCHEMES = {
    "light": r":root\s*{[^}]*}",
    "dark": r"prefers-color-scheme: dark\) {\s*:root\s*{[^}]*}",
}
# Text on what it stands on, and the least ratio: 4.5 for text, 3 for the edge of a control.
PAIRS = [
    ("text", "background", 4.5),
    ("text", "surface", 4.5),
    ("text-quiet", "background", 4.5),
    ("text-quiet", "surface", 4.5),
    ("link", "background", 4.5),
    ("link", "surface", 4.5),
    ("link-hover", "background", 4.5),
    ("link-visited", "background", 4.5),
    ("link-visited", "surface", 4.5),
    ("error", "background", 4.5),
    ("success", "background", 4.5),
    ("accent-text", "accent", 4.5),
    ("accent-text", "accent-hover", 4.5),
    ("warning-text", "warning", 4.5),
    ("warning-text", "warning-hover", 4.5),
    ("header-text", "header", 4.5),
    ("tag-text", "tag", 4.5),
    ("focus-text", "focus", 4.5),
    ("edge", "background", 3),
    ("accent", "background", 3),
]


def luminance(colour: str) -> float:
    """WCAG's relative luminance of #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colours_of(scheme: str) -> dict[str, str]:
    """The scheme's colours by name, one that stands for another resolved."""
    block = re.search(SCHEMES[scheme], (ROOT / "frontend" / "_colours.scss").read_text(encoding="utf-8"))
    assert block is not None
    colours = dict(re.findall(r"--app-([a-z-]+): ([^;]+);", block[0]))
    return {name: colours.get(value.removeprefix("var(--app-").rstrip(")"), value) for name, value in colours.items()}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_of_colours_has_the_contrast_it_needs(scheme: str) -> None:
    colours = colours_of(scheme)
    ratios = [
        (text, ground, round(contrast(colours[text], colours[ground]), 2), least) for text, ground, least in PAIRS
    ]
    assert [pair for pair in ratios if pair[2] < pair[3]] == []


def test_both_schemes_name_the_same_colours() -> None:
    assert set(colours_of("light")) == set(colours_of("dark"))
    assert {"text", "background", "surface", "border", "link", "accent"} <= set(colours_of("light"))


def test_contrast_is_reckoned_as_the_guidelines_do() -> None:
    assert round(contrast("#000", "#ffffff"), 1) == 21.0
    assert round(contrast("#767676", "#fff"), 2) == 4.54


def test_the_lock_records_no_package_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert [name for name, package in lock["packages"].items() if name and "integrity" not in package] == []
