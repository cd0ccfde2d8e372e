"""The words of every enumeration."""

from enum import StrEnum

import strawberry

from schema.enums import ENUMERATIONS, Language, word
from schema.fields import field
from schema.nodes import InLanguage
from schema.words import both


@strawberry.type(description=both("枚举值的名称", "The word for a value of an enumeration."))
class Term:
    named: strawberry.Private[StrEnum]

    @field("枚举", "The enumeration.")
    def enumeration(self) -> str:
        return type(self.named).__name__

    @field("值", "The value.")
    def value(self) -> str:
        return self.named.name

    @field("名称", "The word.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        return word(self.named, language)


@strawberry.type
class Vocabulary:
    @field("所有枚举值的名称,供表单与图例使用", "The labels of every enumeration's values, for forms and legends.")
    def vocabulary(self) -> list[Term]:
        return [Term(named=value) for words in ENUMERATIONS.values() for value in words]
