"""The icon of a tab for what has no page to name one: a file of figures, a tile. Some browsers ask for it unasked.

It is the one of `templates/base.html`: a plain sheet of paper, as any document has, so that a tab looks like any other.
"""

import base64

from django.http import HttpRequest, HttpResponse

SHEET = (
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAgMAAABinRfyAAAACVBMVEUAAABrdHv///9RglHZAAAAAXRSTlMAQObYZgAAACdJREFU"
    "eNpjYAABxtAQILFqKZhwABEBQGLVEiixNBQfC0yEgkwAAgBlHRbdGXIthgAAAABJRU5ErkJggg=="
)


def icon(request: HttpRequest) -> HttpResponse:
    """The icon, for any browser."""
    return HttpResponse(base64.b64decode(SHEET), content_type="image/png")
