"""What places are called in a list of them: as everywhere, those that read alike told apart by their hexagon."""

from collections import Counter
from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports.geography import hexgrid
from reports.geography.place_names import names_of_places


def names_of(cells: Sequence[hexgrid.Cell]) -> list[str]:
    """The names of some places, in their order; as many queries for a page of them as for one."""
    names = [capfirst(name) for name in names_of_places(cells)]
    alike = Counter(names)
    return [
        name if alike[name] == 1 else _("%(place)s (hexagon %(code)s)") % {"place": name, "code": hexgrid.name(cell)}
        for name, cell in zip(names, cells, strict=True)
    ]
