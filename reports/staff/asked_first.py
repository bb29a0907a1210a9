"""The page between a button and an act that is final: what it does, and whether there is a way back."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from reports.staff.permissions import StaffRequest


@dataclass(frozen=True)
class Question:
    """What is asked, as the page says it; a POST to the same address is the yes."""

    title: str
    will_do: str
    way_back: str
    button: str
    back: str  # the address to leave by
    seen: str = ""  # what the form sends back of what was looked at


def ask_first(request: StaffRequest, question: Question) -> HttpResponse:
    """Asks; nothing is done."""
    return render(request, "staff/asked_first.html", {"question": question})
