"""Colours as eyes have them: contrast by WCAG 2, lightness by CIE, and three colour-vision deficiencies simulated."""

import numpy as np
from numpy.typing import NDArray

# Machado, Oliveira and Fernandes 2009, at full severity, on linear light.
_EYES = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
EYES = tuple(_EYES)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    dark, light = sorted((_luminance(_linear(one)), _luminance(_linear(other))))
    return (light + 0.05) / (dark + 0.05)


def over(colour: str, ground: str, opacity: float) -> str:
    """What a colour of some opacity gives on a ground."""
    return "#" + "".join(
        f"{round(int(colour[at : at + 2], 16) * opacity + int(ground[at : at + 2], 16) * (1 - opacity)):02x}"
        for at in (1, 3, 5)
    )


def lightness(colour: str, eyes: str = "usual") -> float:
    """CIE lightness, 0 to 100, as those eyes see it."""
    return float(116 * np.cbrt(_luminance(np.clip(np.array(_EYES[eyes]) @ _linear(colour), 0, 1))) - 16)


def _linear(colour: str) -> NDArray[np.float64]:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _luminance(linear: NDArray[np.float64]) -> float:
    return float(linear @ [0.2126, 0.7152, 0.0722])
