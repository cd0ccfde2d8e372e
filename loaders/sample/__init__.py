"""A sample district to try everything on: real divisions, synthetic people, and defects that it tells of in truth.json."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

from graph.vocabulary import SeatSpec
from loaders.sample import books, courtyards, ledger_sheets
from loaders.sample.build import build
from loaders.sample.defects import plant
from loaders.sample.ledger import Ledger
from loaders.sample.nanan import NANAN
from loaders.sample.places import read
from loaders.sample.profile import Profile
from loaders.sample.truth import truth

__all__ = ["NANAN", "Profile", "write"]


def write(
    directory: Path,
    clean: bool = False,
    seed: int = 1,
    divisions: Path | None = None,
    rule: tuple[SeatSpec, ...] | None = None,
    profile: Profile | None = None,
    cases: int | None = None,
) -> tuple[Path, ...]:
    """Write the sheets of a district into the directory, and truth.json beside them; give the sheets in the order to import them.

    The same arguments give the same bytes. `clean`: the same district without the defects. `divisions`: another district's
    divisions, a file of editions or a folder of areas, streets and villages. `profile` has the rest; `rule` and the number of
    `cases` of the ledger go before its own.
    Errors: BadFile; BadArgument where a district is too small for the defects.
    """
    chosen = profile or (NANAN if divisions is None else Profile(divisions))
    chosen = replace(chosen, divisions=divisions or chosen.divisions, rule=rule or chosen.rule)
    district = build(read(chosen.divisions, chosen.name), chosen, Random(seed))
    defects, traps = ([], []) if clean else plant(district, Random(seed))
    directory.mkdir(parents=True, exist_ok=True)
    yards = courtyards.courtyards(district, Random(seed), clean)
    one_each = (books.units, books.posts, books.rule, books.groups)
    structure = (
        *books.divisions(district, directory, Random(seed)),
        *(sheet(district, directory) for sheet in one_each),
        *courtyards.write(district, yards, directory),
    )
    count = chosen.cases if cases is None else cases
    ledger = Ledger(district, Random(seed), count, clean)
    sheets = ledger_sheets.write(ledger.rows(), directory, count)
    told = truth(district, seed, clean, defects, traps) | {"courtyards": courtyards.truth(yards), "ledger": ledger.tally.truth()}
    (directory / "truth.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return (*structure, *sheets)
