"""Descriptions of the API stand in both languages, Chinese first."""


def both(zh: str, en: str) -> str:
    """A description: a line in Chinese, a line in English."""
    return f"{zh}\n{en}"
