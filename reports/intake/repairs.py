"""A way on to whoever repairs street lights and cuts back bushes: the place goes along only if the link is pressed."""

from collections.abc import Collection

from django.conf import settings

from reports.geography import hexgrid

DECIMALS = 4  # about ten metres of a patch fifty wide: no finer place is known


def repair_link(cell: hexgrid.Cell, needs: Collection[str]) -> str:
    """The address at the operator's `REPAIRS_URL` for this place; empty where none is set or nothing is to mend."""
    if not settings.REPAIRS_URL or "council" not in needs:
        return ""
    longitude, latitude = (f"{degrees:.{DECIMALS}f}" for degrees in hexgrid.centre(cell))
    return str(settings.REPAIRS_URL).format(longitude=longitude, latitude=latitude)
