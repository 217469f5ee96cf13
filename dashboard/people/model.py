"""What is known of people: callers, sessions, users and keys (never a secret in clear)."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request or a socket claims to be, read from its cookies without a query.

    Attributes:
        session: Hash of the session token, or None.
        visitor: Id from the signed visitor cookie, or None.
        address: Address of the client, behind trusted proxies the one that they name.
    """

    session: str | None
    visitor: str | None
    address: str

    @property
    def owner(self) -> str:
        """What a socket's token is bound to: the session, else the visitor."""
        return f"session:{self.session}" if self.session else f"visitor:{self.visitor}"

    @property
    def is_known(self) -> bool:
        """Say whether there is a session or a visitor at all."""
        return bool(self.session or self.visitor)


@dataclass(frozen=True, slots=True)
class User:
    """A person who can sign in.

    Attributes:
        names: Display name by language.
        titles, about: In the demo: who this is, in a few words and in a sentence, by language.
    """

    id: str
    names: dict[str, str]
    roles: frozenset[str]
    customer_id: str | None = None
    is_disabled: bool = False
    is_demo: bool = False
    titles: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Session:
    """A row of a signed-in browser, with the user as of the reading."""

    hash: str
    user: User
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    portfolio: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Key:
    """An integrator's key; only its SHA-256 is stored."""

    prefix: str
    hash: str = field(repr=False)
    name: str
    scopes: frozenset[str]
    per_minute: int
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: the secret is shown this once."""

    secret: str = field(repr=False)
    key: Key
