"""Where a fact was learnt."""

from datetime import datetime

import strawberry

from graph import model
from schema.words import both


@strawberry.type(description=both("一项事实的出处", "Where a fact was learnt."))
class Source:
    title: str = strawberry.field(description=both("表的标题", "The title of the sheet."))
    file: str | None = strawberry.field(description=both("文件", "The file."))
    sheet: str | None = strawberry.field(description=both("工作表", "The sheet in it."))
    cell: str | None = strawberry.field(description=both("单元格,如 C5", "The cell, like C5."))
    recorded_at: datetime = strawberry.field(description=both("记录的时刻", "When it was recorded."))


def source_of(link: model.Link) -> Source:
    """The source of a dated fact."""
    told = link.source
    return Source(title=told.title, file=told.file, sheet=told.sheet, cell=told.cell, recorded_at=link.recorded_at)
