"""The district of the article, Nan'an in Chongqing: what it states as fact, and nothing that it does not state.

Source `gmrb-2020-02-06`: Guangming Daily, 6 February 2020. It gives posts without the day of appointment, so these stay blank.
"""

from datetime import date
from pathlib import Path

from graph.vocabulary import PostRank
from loaders.sample.profile import Post, Profile, Renamed, StatedCase

ARTICLE = "gmrb-2020-02-06"
_DIVISIONS = Path(__file__).parent.parent / "data" / "nanan_divisions.csv"


def _stated(person: str, unit: str, title: str, rank: PostRank, remark: str = "") -> Post:
    return Post(person, unit, title, rank, None, source=ARTICLE, remark=remark)


_INFERRED = "三事分类、办理方式、解决层级为整理者推断;报道未载明办结日期"
_CASES = (
    StatedCase(
        "500108002001",
        "2019年5月",
        (
            ("问题编号", "GMRB-E4"),
            ("小区/院坝", "花园一村"),
            ("问题类别", "住房"),
            ("问题描述", "屋顶再次漏水;工作组查看后发现房屋老化,屋顶有违章搭建、花园和鱼池"),
            ("涉及户数", 1_052),
            ("三事分类", "大事"),
            ("办理方式", "负责办"),
            ("解决层级", "区级"),
            ("办理进展", "已办结"),
            ("公开答复", "花园一村、三村、四村的屋顶已清理,铺设了防水膜和保护层"),
            ("备注", _INFERRED),
        ),
        ARTICLE,
        common=True,
    ),
    StatedCase(
        "500108002001",
        "2019年10月",
        (
            ("问题编号", "GMRB-E5"),
            ("小区/院坝", "花园一村"),
            ("问题类别", "交通"),
            ("问题描述", "花园一村、四村人车争道"),
            ("办结时间", "2019年"),
            ("办理进展", "已办结"),
            ("公开答复", "不到半个月,人行道上装了140多个隔离桩"),
        ),
        ARTICLE,
    ),
    StatedCase(
        "500108004004",
        "不详",
        (
            ("问题编号", "GMRB-E6"),
            ("小区/院坝", "长化家园小区"),
            ("问题类别", "治安"),
            ("问题描述", "二十世纪六十年代建成的小区多次发生盗窃"),
            ("三事分类", "大事"),
            ("办理方式", "负责办"),
            ("办理进展", "已办结"),
            ("公开答复", "纳入老旧小区环境综合整治,安装了智能门禁"),
            ("备注", _INFERRED),
        ),
        ARTICLE,
    ),
)
"""Cases that the article tells of, with the days that it gives and no others."""

NANAN = Profile(
    divisions=_DIVISIONS,
    name="南岸区",
    edition=2019,
    links={"500108002001": "区民政局", "500108007207": "区供销合作社"},
    facts=(
        _stated("袁林", "区委组织部", "副部长", PostRank.DEPT_LEADERSHIP, "报道未言其参加工作组"),
        _stated("钱宇航", "区民政局", "局长", PostRank.DEPT_LEADERSHIP, "报道未明言其为工作组成员"),
        _stated("江群", "区供销合作社", "党委书记", PostRank.DEPT_LEADERSHIP, "报道称“我们工作组”联系放牛村,未明言其席位"),
        _stated("江群", "区供销合作社", "主任", PostRank.DEPT_LEADERSHIP, "报道称“我们工作组”联系放牛村,未明言其席位"),
        _stated("吕永", "区委农工委", "书记", PostRank.DEPT_LEADERSHIP),
        _stated("吕永", "区农业农村委", "主任", PostRank.DEPT_LEADERSHIP),
        _stated("孙定莉", "罗家坝社区居民委员会", "书记", PostRank.COMMUNITY_SECRETARY, "报道明言其为工作组成员"),
    ),
    seated=(("500108004004", "孙定莉"),),
    renamed=(Renamed("区农业委员会", "区农业农村委", date(2019, 3, 1)),),
    populations={"500108002001": 25_000},
    courtyards={"500108107201": 30},
    cases=5_208,
    cases_stated=_CASES,
    estates=(
        ("500108002001", "花园一村", ARTICLE),
        ("500108002001", "花园三村", ARTICLE),
        ("500108002001", "花园四村", ARTICLE),
        ("500108004004", "长化家园小区", ARTICLE),
    ),
)
