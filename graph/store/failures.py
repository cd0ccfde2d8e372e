"""The driver's errors as ours. Messages of a server stay out of ours: they may hold what was written."""

from neo4j.exceptions import (
    AuthError,
    ConnectionAcquisitionTimeoutError,
    DatabaseUnavailable,
    DriverError,
    Neo4jError,
    NotALeader,
    ServiceUnavailable,
    SessionExpired,
)

from graph.errors import DeadlineExceeded, GovernanceError, StoreFailed, StoreUnavailable

_UNREACHABLE = (
    AuthError,
    ConnectionAcquisitionTimeoutError,
    DatabaseUnavailable,
    NotALeader,
    ServiceUnavailable,
    SessionExpired,
)


def translated(error: TimeoutError | DriverError | Neo4jError, seconds: float) -> GovernanceError:
    """Our error for one of the driver's; `seconds` is the deadline that applied."""
    if isinstance(error, TimeoutError) or _code(error).endswith("TransactionTimedOut"):
        return DeadlineExceeded(seconds=seconds)
    if isinstance(error, _UNREACHABLE):
        return StoreUnavailable(reason=_reason(error))
    return StoreFailed(reason=_reason(error))


def is_out_of_memory(error: Neo4jError) -> bool:
    """Has the transaction outgrown the server's memory? Neo4j calls that passing, though no repetition helps."""
    return _code(error).endswith(("MemoryPoolOutOfMemoryError", "OutOfMemoryError"))


def _code(error: Exception) -> str:
    return getattr(error, "code", None) or ""


def _reason(error: Exception) -> str:
    return _code(error) or type(error).__name__
