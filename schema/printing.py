"""The API as SDL: what `liandong schema` prints and schema.graphql holds."""

from schema.root import schema


def printed() -> str:
    """The whole schema, with descriptions, ending in a line break."""
    return schema.as_str() + "\n"
