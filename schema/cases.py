"""The cases of a view, and one by its number or its id."""

from graph.errors import BadArgument
from graph.model import CaseFile
from graph.view import View
from schema.actors import Case, case_of
from schema.assignments import Assignment, assignment_of, case_key
from schema.books import Books
from schema.ids import Key, misread


async def case_file(books: Books, view: View, number: str) -> CaseFile | None:
    """The case of a number; None where there is none. Errors: BadArgument where two districts have one."""
    found = await books.numbered(number, [s.district for s in view.snapshots])
    shown = [file for file in found if case_of(view, file)]
    if len(shown) > 1:
        districts = ", ".join(sorted(file.case.district for file in shown))
        cure = f"这些区县都有此编号:{districts}。请用 id 查询。/ These districts have it: {districts}. Ask by the id."
        raise BadArgument(argument="number", value=number[:80], cure=cure)
    return shown[0] if shown else None


async def case_by_number(books: Books, view: View, number: str) -> Case | None:
    """The case of a number as the view shows it. Errors: BadArgument."""
    file = await case_file(books, view, number)
    return case_of(view, file) if file else None


async def of_ledger(books: Books, view: View, key: Key) -> Case | Assignment | None:
    """The case or the assignment that an id tells of; None where there is none. Errors: BadArgument where the id was made up."""
    parts = (key.key, "", "") if key.type == "Case" else case_key(key.key)
    if parts is None:
        raise misread(str(key))
    number, type_, link = parts
    file = await books.file(key.district, number)
    case = case_of(view, file) if file else None
    return assignment_of(case, case.answer, type_, link) if case and type_ else case
