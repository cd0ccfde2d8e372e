"""How long an audit's findings take, and a page of them with since when and as seen from when. `python -m bench.findings`."""

from bench.districts import row
from graph.analysis.findings import RULES, findings
from graph.view import View


def page(view: View) -> list[object]:
    """What a page of fifty shows."""
    return [(f.key, f.since, f.first_seen, f.account) for f in findings(view).found[:50]]


def main() -> None:
    row("findings: all rules", findings)
    row("findings: a page of fifty in full", page)
    for name in RULES:
        row(f"findings: {name}", lambda view, name=name: findings(view, rules=[name]), sizes=(146, 1_000))


if __name__ == "__main__":
    main()
