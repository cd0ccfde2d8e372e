"""What one request may use."""

from graph.errors import GovernanceError

MOST_DAYS = 16
"""So many different days may be opened."""
MOST_ITEMS = 20_000
"""So many items may be given, and so many cases asked of the ledger at once."""


class TooMuch(GovernanceError):
    code = "COST_LIMIT"
    zh = "一次请求最多取 {most} 项。请缩小每页,或分几次查询。"
    en = "One request gives {most} items at most. Ask for smaller pages, or in several requests."
