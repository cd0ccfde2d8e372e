"""Rows of sheets in a few words: what is not given is blank."""

from tests.oracle.sheets import Row


def division(code: str, name: str, since: str = "2019-01-01", until: str = "", people: str = "") -> Row:
    return {"区划代码": code, "名称": name, "设立日期": since, "撤销日期": until, "常住人口": people}


def organisation(name: str, kind: str = "区级部门", place: str = "", since: str = "", until: str = "", heirs: str = "") -> Row:
    """With a place a unit of the territory, without one of the line."""
    dates = {"设立日期": since, "撤销日期": until}
    return {"单位名称": name, "单位类别": kind, "条块": "块" if place else "条", "所属区划": place, **dates, "承继单位": heirs}


def post(name: str, unit: str, rank: str, since: str = "2019-01-01", until: str = "", number: str = "", team: str = "") -> Row:
    person = {"人员编号": number, "姓名": name, "单位": unit, "职务": rank, "级别": rank, "是否班子成员": team}
    return {**person, "任职时间": since, "免职时间": until}


def rule(seat: str, least: int, most: int | None = None, since: str = "2019-01-01", until: str = "", represents: bool = False) -> Row:
    row = {"席位": seat, "名称": seat, "最少": str(least), "最多": "" if most is None else str(most)}
    return {**row, "须代表单位": "是" if represents else "否", "起始": since, "终止": until}


def line(code: str, since: str = "2019-01-01", until: str = "", group: str = "", **cells: str) -> Row:
    """A roster's row. Cells: leader, department, member, team, cadre, local."""
    columns = {
        "leader": "联系区级领导",
        "department": "区级部门",
        "member": "部门班子成员",
        "team": "镇街班子成员",
        "cadre": "镇街干部",
        "local": "村(社区)干部",
    }
    named = {column: cells.get(word, "") for word, column in columns.items()}
    return {"区划代码": code, **named, "起始时间": since, "终止时间": until, "工作组编号": group}
