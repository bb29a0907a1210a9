"""Which answers stand out at a place beside its area: adjusted residuals of a place against the whole.

Source: Haberman (1973), The analysis of residuals in cross-classified tables, Biometrics 29, 205-220.
"""

import numpy as np
from numpy.typing import NDArray

LEAST_REPORTS = 20  # at the place: of fewer no profile is shown
LEAST_ANSWERS = 5
STANDS_OUT = 2.0  # standard deviations


def adjusted_residuals(place: NDArray[np.int64], area: NDArray[np.int64]) -> NDArray[np.float64]:
    """How far each answer at a place is from its share in the area, in standard deviations: shape (answers,).

    The area's counts hold the place's. 0 where an answer, or the place, is all there is or nothing.
    """
    reports, of_area = int(place.sum()), int(area.sum())
    if not 0 < reports < of_area:
        return np.zeros(len(place))
    share = area / of_area
    variance = reports * share * (1 - share) * (1 - reports / of_area)
    return np.divide(place - reports * share, np.sqrt(variance), out=np.zeros(len(place)), where=variance > 0)


def stand_out(place: NDArray[np.int64], area: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which answers are clearly more than in the area, and are enough to say so."""
    return np.asarray((adjusted_residuals(place, area) >= STANDS_OUT) & (place >= LEAST_ANSWERS), dtype=np.bool_)
