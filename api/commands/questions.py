"""Questions of the commands: asked in this process, by the same schema that /graphql serves, and answered in its shape."""

from datetime import date
from typing import Any

from graph.errors import GovernanceError
from graph.store.port import LedgerReader
from graph.view import View
from schema.books import Books
from schema.context import Context
from schema.root import schema

AUDIT = """
query Audit($date: Date!, $within: [String!], $after: String, $next: String, $language: Language!) {
  asOf(date: $date) {
    date
    knownAt
    revision
    coverage(within: $within) {
      communities
      measures {
        kpi
        seatKind
        level
        strictness
        label(language: $language)
        nominal { ...Rate }
        effective { ...Rate }
        paperGap { ...Rate }
        withDeputies { ...Rate }
        upperBound { ...Rate }
      }
      gaps(first: 100, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            reason
            seatKind
            seats { kind }
            since
            days
            withoutEffectiveSince
            daysWithoutEffective
            everInRoster
            community { code name subdistrict { code name } }
            holders { person { name } status since until }
          }
        }
      }
    }
    findings(within: $within, first: 100, after: $next) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          key
          rule
          severity
          subject { __typename key label(language: $language) }
          message(language: $language)
          since
          firstSeen
          evidence { title file sheet cell recordedAt }
          mute { by reason until }
        }
      }
      rules { rule title(language: $language) severity checked passed found muted unknown }
    }
  }
}
fragment Rate on Ratio { numerator denominator value excluded { reason count } }
"""

CHAIN = """
query Chain($date: Date!, $of: ChainOf!, $language: Language!) {
  asOf(date: $date) {
    date
    knownAt
    revision
    responsibilityChain(of: $of) {
      subject {
        __typename
        ... on Place { code name }
        ... on Case { number state matter category raised due resolved community { code name } lead { name } }
      }
      raised { ...Both }
      resolved { ...Both }
      now { ...Both }
    }
  }
}
fragment Both on ChainAt {
  date
  exact
  firstBroken { role }
  standing { ...Link }
  handling { ...Link }
  successions { from { code name } to { code name } on event }
}
fragment Link on Hop {
  level
  role
  label(language: $language)
  status
  reason
  organization { name }
  since
  until
  source { title file sheet cell recordedAt }
  holders { person { name } post { title organization { name } } status reason since until }
}
"""
_PLACES = {12: "community", 15: "courtyard"}
"""What a code of so many digits is of."""


class NotAnswered(GovernanceError):
    """GraphQL's own error, in its own words."""

    code = "NOT_ANSWERED"
    zh = en = "{said}"


class NothingRecorded(GovernanceError):
    code = "NOTHING_RECORDED"
    zh = "还没有数据。请先运行 liandong import 文件…"
    en = "Nothing is recorded yet. Run first: liandong import FILE…"


async def ask(
    view: View, ledger: LedgerReader, language: str, query: str, day: date | None, books: Books | None = None, **variables: Any
) -> dict[str, Any]:
    """The data that answer a question about a day, today where None; `books`: as a page of one answer.

    Errors: NotAnswered, NothingRecorded.
    """
    if not view.snapshots:
        raise NothingRecorded
    known = {**variables, "date": (day or view.today).isoformat(), "language": language.upper()}
    result = await schema.execute(query, known, Context(view, ledger, language, books))
    if result.errors or result.data is None:
        raise NotAnswered(said="; ".join(error.message for error in result.errors or []))
    return result.data


async def audit(view: View, ledger: LedgerReader, language: str, day: date | None, within: str | None) -> dict[str, Any]:
    """The answer to AUDIT with all its gaps and findings: their pages, joined. Errors: as of `ask`."""
    books, codes = Books(ledger), None if within is None else [within]
    whole = await ask(view, ledger, language, AUDIT, day, books, within=codes)
    lists = {"after": whole["asOf"]["coverage"]["gaps"], "next": whole["asOf"]["findings"]}
    while cursors := {name: list_["pageInfo"]["endCursor"] for name, list_ in lists.items() if list_["pageInfo"]["hasNextPage"]}:
        more = await ask(view, ledger, language, AUDIT, day, books, within=codes, **cursors)
        pages = {"after": more["asOf"]["coverage"]["gaps"], "next": more["asOf"]["findings"]}
        for name in cursors:
            lists[name]["edges"] += pages[name]["edges"]
            lists[name]["pageInfo"] = pages[name]["pageInfo"]
    return whole


async def chain(view: View, ledger: LedgerReader, language: str, day: date | None, subject: str) -> dict[str, Any]:
    """The answer to CHAIN about a place by its code, else about a case by its number. Errors: as of `ask`."""
    places = [{_PLACES[len(subject)]: subject}] if subject.isdecimal() and len(subject) in _PLACES else []
    for of in (*places, {"case": subject}):
        data = await ask(view, ledger, language, CHAIN, day, of=of)
        if data["asOf"]["responsibilityChain"]:
            break
    return data
