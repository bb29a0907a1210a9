"""The desk's pages as tests find and read them."""

import re
from typing import Any

from django.urls import reverse

from reports.geography import hexgrid
from reports.intake.models import Report
from reports.moderation.waiting import GROUP_RESOLUTION

QUEUE = reverse("moderation:queue")
FURTHER, FURTHEST = (-2.60, 51.40), (-2.50, 51.50)


def group_url(at: tuple[float, float]) -> str:
    """The address of the group that holds a place."""
    return reverse("moderation:group", args=[hexgrid.name(hexgrid.cell_at(*at, GROUP_RESOLUTION))])


def text_of(response: Any) -> str:
    """The page's words, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def mark(report: Report, sequence: int = 0) -> str:
    """What a ticked box sends."""
    return f"{report.id}.{sequence}"
