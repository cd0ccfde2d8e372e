"""What number formats show: 2019.1 as 2019.10, a day as its month or its year alone."""

import re
from collections.abc import Mapping, Sequence

from loaders.sheets import Shown

_BUILT_IN: Mapping[int, Shown] = {
    **dict.fromkeys((2, 4, 39, 40), Shown.HUNDREDTHS),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), Shown.MONTH),
}
"""Formats that a workbook need not spell out: 0.00, #,##0.00, mmm-yy, and yyyy"年"m"月" of Chinese Excel."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
"""Words between quotation marks, colours and languages, single characters that stand for themselves or fill."""


def shown_by_styles(formats: Mapping[int, str], styles: Sequence[int]) -> dict[int, Shown]:
    """The styles that show something else: `styles` are the numbers of their formats, `formats` those that are spelled out."""
    found = ((style, shows(formats[number]) if number in formats else _BUILT_IN.get(number)) for style, number in enumerate(styles))
    return {style: shown for style, shown in found if shown is not None}


def shows(code: str) -> Shown | None:
    """What a format shows, by its first section: yyyy"年"m"月" a month, 0.00 hundredths, yyyy-m-d nothing else than the value."""
    plain = _NOT_SHOWN.sub("", code.split(";")[0]).lower()
    if "y" not in plain:
        return Shown.HUNDREDTHS if re.fullmatch(r"[#0,]*\.00[^0#?a-z%]*", plain) else None
    if "d" in plain or "h" in plain:
        return None
    return Shown.MONTH if "m" in plain else Shown.YEAR
