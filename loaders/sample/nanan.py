"""The district of the article, Nan'an in Chongqing: what it states as fact, and nothing that it does not state.

Source `gmrb-2020-02-06`: Guangming Daily, 6 February 2020. It gives posts without the day of appointment, so these stay blank.
"""

from datetime import date
from pathlib import Path

from graph.vocabulary import PostRank
from loaders.sample.profile import Post, Profile, Renamed

ARTICLE = "gmrb-2020-02-06"
_DIVISIONS = Path(__file__).parent.parent / "data" / "nanan_divisions.csv"


def _stated(person: str, unit: str, title: str, rank: PostRank, remark: str = "") -> Post:
    return Post(person, unit, title, rank, None, source=ARTICLE, remark=remark)


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
    estates=(
        ("500108002001", "花园一村", ARTICLE),
        ("500108002001", "花园三村", ARTICLE),
        ("500108002001", "花园四村", ARTICLE),
        ("500108004004", "长化家园小区", ARTICLE),
    ),
)
