"""The schema, put together."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from schema.assignments import Assignment
from schema.doors import Doors
from schema.operation import EXTENSIONS, Schema
from schema.scalars import SCALARS
from schema.view import View
from schema.vocabulary import Vocabulary
from schema.words import both


@strawberry.type(description=both("今天的视图,和通往其他日子的门", "The view of today, and the door to other days."))
class Query(View, Doors, Vocabulary):
    pass


schema = Schema(query=Query, types=[Assignment], extensions=EXTENSIONS, config=StrawberryConfig(scalar_map=SCALARS))
