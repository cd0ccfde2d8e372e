"""With what residents come: categories and texts by matter, the department concerned, how many households, how it is handled."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.vocabulary import Matter, label


@dataclass(frozen=True, slots=True)
class Calling:
    """A kind of case. `modes`: how often it is handled at once, in charge, or reported up. `households`: least and most."""

    category: str
    matter: Matter
    texts: tuple[str, ...]
    department: str = ""
    households: tuple[int, int] = (1, 40)
    modes: tuple[int, int, int] = (10, 80, 10)

    @property
    def label(self) -> str:
        return label(self.matter)


_BIG = (
    Calling("住房", Matter.BIG, ("房屋屋顶漏水", "老旧房屋外墙脱落", "危房需要鉴定"), "区住房城乡建委", (1, 120)),
    Calling("交通", Matter.BIG, ("公交线路绕行不便", "路口缺少信号灯", "道路破损积水"), "区交通局", (20, 600)),
    Calling("市政", Matter.BIG, ("下水管网堵塞", "路灯大面积不亮", "垃圾中转站异味"), "区城市管理局", (10, 400)),
    Calling("社会保障", Matter.BIG, ("养老服务不足", "低保政策咨询", "残疾人补贴未到账"), "区民政局", (1, 30), (35, 60, 5)),
    Calling("教育", Matter.BIG, ("入学划片咨询", "校门口拥堵"), "区教委", (5, 200)),
    Calling("治安", Matter.BIG, ("辖区失窃较多", "夜间噪声扰民"), "区公安分局", (5, 150), (25, 70, 5)),
    Calling("环保", Matter.BIG, ("餐饮油烟扰民", "河沟水质发黑"), "区生态环境局", (10, 300)),
    Calling("农业", Matter.BIG, ("灌溉水渠淤塞", "农产品销路不畅"), "区农业农村委", (5, 80)),
)
_SMALL = (
    Calling("环境卫生", Matter.SMALL, ("楼道堆放杂物", "垃圾清运不及时", "公共绿地被占用"), "", (3, 90), (55, 45, 0)),
    Calling("公共设施", Matter.SMALL, ("楼道照明不亮", "健身器材损坏", "休闲座椅不足"), "", (5, 120), (50, 48, 2)),
    Calling("停车", Matter.SMALL, ("停车位紧张", "消防通道被占", "非机动车乱停"), "", (10, 200), (35, 60, 5)),
    Calling("文体活动", Matter.SMALL, ("活动室开放时间短", "希望组织邻里活动"), "", (5, 150), (60, 40, 0)),
    Calling("邻里公约", Matter.SMALL, ("养犬不牵绳", "高空抛物隐患", "楼顶种菜引发争议"), "", (3, 60), (40, 60, 0)),
)
_PRIVATE = (
    Calling("家政", Matter.PRIVATE, ("请人打扫屋子", "家电需要维修", "搬运旧家具"), "", (1, 1), (80, 20, 0)),
    Calling("邻里纠纷", Matter.PRIVATE, ("与邻居因漏水争执", "与邻居因噪声争执"), "", (2, 3), (60, 40, 0)),
    Calling("家庭事务", Matter.PRIVATE, ("子女赡养意见不一", "家庭财务咨询"), "", (1, 2), (70, 30, 0)),
)
CALLINGS: Mapping[Matter, tuple[Calling, ...]] = {Matter.BIG: _BIG, Matter.SMALL: _SMALL, Matter.PRIVATE: _PRIVATE}
