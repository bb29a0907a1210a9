"""A position and how wide a map of it is, as «longitude,latitude,zoom»: what the buttons of a list of places post."""

WIDTHS = (300, 600, 1_200, 2_500, 5_000, 12_000, 30_000, 80_000, 240_000, 1_300_000)  # metres across, by zoom
STREET_ZOOM = 2  # the widest view in which a place can be chosen: wider than this, the middle is a guess
TOWN_ZOOM = 3
COUNTY_ZOOM = 7
UK_ZOOM = len(WIDTHS) - 1
WEST, EAST, SOUTH, NORTH = -9.0, 2.5, 49.0, 61.5  # degrees: about the United Kingdom


class NotAPosition(ValueError):
    """Text or numbers that name no position near the United Kingdom."""


def near_the_uk(longitude: float, latitude: float) -> tuple[float, float]:
    """The position to five decimals; raises NotAPosition when it is far from the United Kingdom."""
    if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
        raise NotAPosition(longitude, latitude)
    return round(longitude, 5), round(latitude, 5)


def position_named(text: str) -> tuple[float, float, int]:
    """Longitude, latitude and zoom; raises NotAPosition."""
    try:
        longitude, latitude, zoom = text.split(",")
        position, index = (float(longitude), float(latitude)), int(zoom)
    except ValueError:
        raise NotAPosition(text) from None
    if not 0 <= index <= UK_ZOOM:
        raise NotAPosition(text)
    return *near_the_uk(*position), index
