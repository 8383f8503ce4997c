"""Colours where no stylesheet can reach: tones of the tokens, computed to hex for mail programs, and contrast.

Oklab after Ottosson (2020), "A perceptual color space for image processing"; colours outside sRGB lose chroma until they fit.
"""

from __future__ import annotations

import math
import re

Lch = tuple[float, float, float]
_OKLCH = re.compile(r"oklch\(\s*([\d.]+)(%?)\s+([\d.]+)\s+([\d.]+)(?:deg)?\s*\)")


def parse(colour: str) -> Lch:
    """Lightness, chroma and hue of oklch(...) or #rrggbb; a neutral grey for anything else."""
    found = _OKLCH.fullmatch(colour.strip())
    if found:
        lightness = float(found[1]) / (100 if found[2] else 1)
        return lightness, float(found[3]), float(found[4])
    if re.fullmatch(r"#[0-9a-fA-F]{6}", colour.strip()):
        red, green, blue = (int(colour.strip()[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return _lch(red, green, blue)
    return 0.5, 0.0, 0.0


def fill(colour: str) -> Lch:
    """The accent of tokens.css: dark or light, never in between, so that text on it can be read."""
    lightness, chroma, hue = parse(colour)
    return (max(lightness, 0.66) if lightness > 0.62 else min(lightness, 0.5)), min(chroma, 0.19), hue


def on_fill(colour: str) -> Lch:
    """Text on the accent."""
    lightness, _chroma, hue = parse(colour)
    return (0.14 if lightness > 0.62 else 0.995), 0.012, hue


def hexed(colour: Lch) -> str:
    """#rrggbb, with as much chroma as sRGB holds."""
    lightness, chroma, hue = colour
    while True:
        channels = _rgb(lightness, chroma, hue)
        if chroma < 0.002 or all(-0.001 <= c <= 1.001 for c in channels):
            return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, c)))):02x}" for c in channels)
        chroma *= 0.97


def contrast(one: str, other: str) -> float:
    """The ratio of the luminances of two #rrggbb, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Linear sRGB."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _lch(red: float, green: float, blue: float) -> Lch:
    r, g, b = (_linear(channel) for channel in (red, green, blue))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    c = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, c), math.degrees(math.atan2(c, a)) % 360


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
