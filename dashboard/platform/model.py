"""What a third party declares of a kind of card, and where such a kind stands."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    create_model,
    model_validator,
)

from dashboard.platform.signing import is_public_key
from dashboard.platform.strict import is_plain, strict_face
from recommender.changes.model import State
from recommender.language import ENGLISH, LANGUAGES, SIMPLIFIED
from widgets.base import Category, Config, Size
from widgets.face import Face
from widgets.icons import USUAL

MOST_SETTINGS, MOST_CHOICES = 12, 30
Sharing = Literal["reference", "language", "senior", "region", "query"]


def _plain(text: str) -> str:
    if not is_plain(text):
        raise ValueError("words are plain: no markup, no address")
    return text


def _in_both(texts: dict[str, str]) -> dict[str, str]:
    if not (texts.get(ENGLISH) and texts.get(SIMPLIFIED)):
        raise ValueError("give the words in en and zh-Hans at least")
    if not texts.keys() <= set(LANGUAGES):
        raise ValueError(f"the languages are {', '.join(LANGUAGES)}")
    return texts


def _public_key(text: str) -> str:
    if not is_public_key(text):
        raise ValueError("give the `x` of an Ed25519 key, 43 characters")
    return text


def _sample(told: Any) -> Any:
    if isinstance(told, Face):
        return told
    face, faults = strict_face(told)
    if face is None:
        raise ValueError("; ".join(f"{one.field}: {one.error}" for one in faults[:5]))
    return face


def _icon(name: str) -> str:
    if name not in USUAL:
        raise ValueError("choose an icon that the developers' page lists")
    return name


def _free(name: str) -> str:
    if name.startswith("model_") or hasattr(BaseModel, name):
        raise ValueError("a setting has another name than the form's own parts")
    return name


_CHOOSABLE: dict[str, type] = {"string": str, "integer": int}
Short = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_plain)]
Long = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Titles = Annotated[dict[str, Short], AfterValidator(_in_both)]
Summaries = Annotated[dict[str, Long], AfterValidator(_in_both)]
FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$"), AfterValidator(_free)]
Scalar = bool | int | float | Annotated[str, Field(max_length=200)]


class Setting(BaseModel):
    """One setting of a card: a small part of JSON Schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    type: Literal["string", "integer", "number", "boolean"]
    default: Scalar
    description: Long
    enum: tuple[Scalar, ...] = Field((), max_length=MOST_CHOICES)
    minimum: float | None = None
    maximum: float | None = None
    max_length: int = Field(80, ge=1, le=200, alias="maxLength")

    @model_validator(mode="after")
    def _choices_are_of_the_type(self) -> Self:
        kind = _CHOOSABLE.get(self.type)
        if self.enum and (kind is None or any(type(one) is not kind for one in self.enum)):
            raise ValueError("a choice is among strings or among integers")
        return self

    def field(self) -> tuple[Any, Any]:
        """Return type and field as pydantic makes models of."""
        kinds = {"string": str, "integer": int, "number": float, "boolean": bool}
        kind: Any = Literal[self.enum] if self.enum else kinds[self.type]
        bounds: dict[str, Any] = {}
        if not self.enum and self.type in ("integer", "number"):
            bounds = {"ge": self.minimum, "le": self.maximum}
        if not self.enum and self.type == "string":
            bounds = {"max_length": self.max_length}
        return kind, Field(self.default, description=self.description, **bounds)


class Manifest(BaseModel):
    """A kind of card from outside: what it is, where its data comes from, what it asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    provider: str = Field(pattern=r"^[a-z][a-z0-9]{1,15}$", description="Who offers it, in short.")
    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,20}$", description="The provider's name for it.")
    provider_name: Titles = Field(description="Shown as the source of the figures.")
    title: Titles = Field(description="The card's header.")
    summary: Summaries = Field(description="One sentence for the gallery.")
    icon: Annotated[str, AfterValidator(_icon)] = Field(description="Name of a Lucide icon.")
    category: Category = Field("life", description="Where the gallery lists it.")
    sizes: tuple[Size, ...] = Field(min_length=1, max_length=4, description="First: the default.")
    settings: dict[FieldName, Setting] = Field(default={}, max_length=MOST_SETTINGS)
    endpoint: str = Field(pattern=r"^https?://[!-~]{1,280}$", description="Asked by GET.")
    public_key: Annotated[str, AfterValidator(_public_key)] = Field(description="Checks answers.")
    shares: tuple[Sharing, ...] = Field(default=(), description="Asked for of the customer.")
    refresh_seconds: int = Field(300, ge=30, le=86_400, description="An answer counts so long.")
    stale_seconds: int = Field(3600, ge=60, le=604_800, description="Marked as old after.")
    per_minute: int = Field(600, ge=1, le=6000, description="Most requests of one process.")
    senior: bool = Field(False, description="Fit for the senior edition.")
    sample: Annotated[Face, BeforeValidator(_sample)] = Field(description="Shown as an example.")

    @property
    def kind(self) -> str:
        """The name of the kind on our side."""
        return f"x_{self.provider}_{self.name}"

    @model_validator(mode="after")
    def _settings_make_a_form(self) -> Self:
        if len(set(self.sizes)) != len(self.sizes):
            raise ValueError("name each size once")
        self.config()()
        return self

    def config(self) -> type[Config]:
        """Return the settings as every kind declares them; each default must be allowed."""
        fields: dict[str, Any] = {name: one.field() for name, one in self.settings.items()}
        form: type[Config] = create_model(f"Config_{self.kind}", __base__=_Checked, **fields)
        return form


class _Checked(Config):
    """Settings whose defaults are checked too."""

    model_config = ConfigDict(validate_default=True)


class LiveWidget(BaseModel):
    """A kind that was approved, as every process holds it."""

    model_config = ConfigDict(frozen=True)

    manifest: Manifest
    content_hash: str
    suspended: str = Field("", description="Why it is switched off; empty while it is on.")
    is_suspended: bool = False


class WidgetRecord(BaseModel):
    """What is stored of a kind beside its versions."""

    model_config = ConfigDict(frozen=True)

    kind: str
    provider: str
    made_by: str
    made_at: datetime
    live_number: int | None = None
    live: LiveWidget | None = None


class WidgetView(BaseModel):
    """A kind for those who offer and check it."""

    kind: str
    state: State
    number: int
    content_hash: str
    is_live: bool = Field(description="An approved version is in the gallery, or suspended.")
    live_number: int | None
    is_suspended: bool
    suspended: str
    manifest: Manifest
