"""Settings: one table of LIANDONG_… variables, read once, then frozen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from graph.errors import BadSetting, CannotStart

PREFIX = "LIANDONG_"
_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table: the variable after `LIANDONG_`, its default as text, what it takes, how it is read, what it is for.

    `read` raises ValueError for a text that is not what it takes. `takes` is written in signs that need no translation.
    """

    name: str
    default: str
    takes: str
    read: Callable[[str], Any]
    zh: str
    en: str

    @property
    def variable(self) -> str:
        return PREFIX + self.name


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run. Times are in seconds; `today` None: the civil date of Asia/Shanghai; `neo4j_uri` None: embedded."""

    data: Path
    host: str
    port: int
    today: date | None
    lang: str
    actor: str
    neo4j_uri: str | None
    neo4j_user: str
    neo4j_password: str = field(repr=False)
    neo4j_database: str | None
    read_seconds: float
    write_seconds: float
    wait_seconds: float

    def say(self, zh: str, en: str) -> str:
        """The one of two texts that is in the language of these settings."""
        return en if self.lang == "en" else zh

    def in_folder(self, data: Path, today: date) -> "Settings":
        """The same settings for another data folder with its own fixed day."""
        return replace(self, data=data, today=today)


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _text(text: str) -> str | None:
    return text or None


def _word(text: str) -> str:
    if not text or not text.isprintable():
        raise ValueError(text)
    return text


def _language(text: str) -> str:
    if text.lower() not in ("zh", "en"):
        raise ValueError(text)
    return text.lower()


def _port(text: str) -> int:
    if not 0 <= int(text) <= 65_535:
        raise ValueError(text)
    return int(text)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _seconds(text: str) -> float:
    if not 0.1 <= float(text) <= 86_400:
        raise ValueError(text)
    return float(text)


def _address(text: str) -> str | None:
    if text and (urlsplit(text).scheme not in _SCHEMES or not urlsplit(text).hostname):
        raise ValueError(text)
    return text or None


SETTINGS: tuple[Setting, ...] = (
    Setting("DATA", "data", "/path", _folder, "数据文件夹", "The data folder"),
    Setting("HOST", "127.0.0.1", "127.0.0.1 | ::1 | localhost", _word, "监听地址,只能是本机", "Address to listen on; this machine only"),
    Setting("PORT", "8000", "0 … 65535", _port, "监听端口;0:任选一个空闲端口", "Port to listen on; 0: any free one"),
    Setting("TODAY", "", "YYYY-MM-DD", _day, "固定“今天”;空:北京时间的当天", "Fixes today; empty: the day in Shanghai"),
    Setting("LANG", "zh", "zh | en", _language, "提示所用语言", "Language of messages"),
    Setting("ACTOR", "local", "abc", _word, "操作人,记入每次导入", "Who acts; recorded with every import"),
    Setting(
        "NEO4J_URI", "", "bolt://… | neo4j://…", _address, "Neo4j 的地址;空:内嵌图数据库", "Address of a Neo4j; empty: the embedded server"
    ),
    Setting("NEO4J_USER", "neo4j", "abc", _word, "Neo4j 用户", "User of the Neo4j"),
    Setting("NEO4J_PASSWORD", "", "abc", str, "Neo4j 密码", "Password of the Neo4j"),
    Setting("NEO4J_DATABASE", "", "abc", _text, "Neo4j 数据库名;空:其默认库", "Database of the Neo4j; empty: its default one"),
    Setting("READ_SECONDS", "30", "0.1 … 86400", _seconds, "一次读取的时限(秒)", "Limit of one read, in seconds"),
    Setting("WRITE_SECONDS", "300", "0.1 … 86400", _seconds, "一次写入的时限(秒)", "Limit of one write, in seconds"),
    Setting("WAIT_SECONDS", "30", "0.1 … 86400", _seconds, "等待另一个写入的时限(秒)", "How long to wait for another writer, in seconds"),
)


def read(environment: Mapping[str, str]) -> Settings:
    """The settings that the variables say; a blank one counts as absent. Errors: BadSetting."""
    return Settings(**{setting.name.lower(): _value(setting, environment) for setting in SETTINGS})


def language(environment: Mapping[str, str]) -> str:
    """The language alone: also where other settings are wrong; Chinese where it is wrong itself."""
    return "en" if environment.get(PREFIX + "LANG", "").strip().lower() == "en" else "zh"


def _value(setting: Setting, environment: Mapping[str, str]) -> Any:
    text = environment.get(setting.variable, "").strip() or setting.default
    try:
        return setting.read(text)
    except ValueError:
        raise BadSetting(name=setting.variable, value=text, cure=f"→ {setting.takes}") from None


def is_loopback(host: str) -> bool:
    """Does the name reach this machine only?"""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def require_loopback(settings: Settings) -> None:
    """Until access control exists nobody else may be served. Errors: CannotStart."""
    if not is_loopback(settings.host):
        raise CannotStart(
            reason=settings.say(f"没有访问控制时不能监听 {settings.host}", f"without access control it may not listen on {settings.host}"),
            cure=settings.say("请把 LIANDONG_HOST 设为 127.0.0.1。", "Set LIANDONG_HOST to 127.0.0.1."),
        )
