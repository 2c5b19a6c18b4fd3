"""Reading comfort: how someone likes pages to look, kept as short text in a cookie or with the account."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from urllib.parse import parse_qsl, urlencode

# Each setting's values with what a page calls them; the first is the default.
SETTINGS: dict[str, tuple[str, dict[str, str]]] = {
    "theme": ("Theme", {"system": "As my device", "light": "Light", "dark": "Dark"}),
    "size": ("Text size", {"m": "Normal", "s": "Small", "l": "Large", "xl": "Very large"}),
    "width": ("Line width", {"normal": "Normal", "narrow": "Narrow", "wide": "Wide"}),
    "leading": ("Line height", {"normal": "Normal", "tight": "Tight", "loose": "Loose"}),
    "face": ("Typeface", {"sans": "Sans serif", "serif": "Serif", "mono": "Monospaced"}),
    "keys": ("Single-key shortcuts", {"on": "On, while focus is in a question", "off": "Off"}),
}


def _default(name: str) -> str:
    return next(iter(SETTINGS[name][1]))


@dataclass(frozen=True, slots=True)
class Comfort:
    """How somebody likes to read: theme, size, width, leading and face of the text, and whether keys are shortcuts."""

    theme: str = "system"
    size: str = "m"
    width: str = "normal"
    leading: str = "normal"
    face: str = "sans"
    keys: str = "on"

    def as_text(self) -> str:
        """Return the settings that differ from the defaults, such as ``theme=dark&size=l``."""
        return urlencode({name: value for name, value in asdict(self).items() if value != _default(name)})


def read_comfort(text: str) -> Comfort:
    """Return the settings in ``text``. What isn't a setting, or has no such value, is the default."""
    return comfort_from(dict(parse_qsl(text[:200])))


def comfort_from(values: Mapping[str, str]) -> Comfort:
    """Return the settings among ``values``, with defaults for what is missing or unknown."""
    known = {
        field.name: values[field.name] for field in fields(Comfort) if values.get(field.name) in SETTINGS[field.name][1]
    }
    return Comfort(**known)
