"""Documents: statements, contracts and certificates, the new ones first."""

from collections import Counter
from datetime import UTC, date, datetime

from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Paper

READ = "read"
ICONS = {"statement": "file-text", "contract": "file-pen", "certificate": "file-badge"}
KINDS = {"statement": "Statements", "contract": "Contracts", "certificate": "Certificates"}


class Config(base.Config):
    """Nothing to choose: a card shows what its size has room for."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """List the documents."""
    found = await context.ports.papers.papers(context.customer_id)
    if not found:
        raise NoData(
            "No documents yet. Your first statement comes at the end of the month.",
            label="Choose another card",
            href="/gallery",
        )
    return _face(found, context.now)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Note that a document has been read."""
    await context.ports.papers.mark_read(context.customer_id, deed.item)


def _face(papers: list[Paper], now: datetime) -> face.Face:
    new = sum(one.state == "new" for one in papers)
    listed = sorted(papers, key=lambda one: one.state != "new")
    return face.Face(
        as_of=now,
        source=face.said("Documents of your bank"),
        blocks=[
            face.Figure(
                label=face.said("Not read yet"),
                value=face.Number(scaled=new),
                note=face.said("{n} documents in all", n=len(papers)),
            ),
            face.Rows(rows=[_row(one) for one in listed[: face.MOST_ROWS]], since="M"),
            _counts(papers),
        ],
    )


def _row(paper: Paper) -> face.Row:
    chips = {"new": face.said("New"), "expired": face.said("Expired"), "read": ""}
    read = face.Act(label=face.said("Read it"), name=READ, item=paper.id)
    return face.Row(
        id=paper.id,
        title=paper.name,
        icon=ICONS[paper.kind],
        value=face.Day(on=paper.dated_on),
        chip=chips[paper.state],
        chip_tone="info" if paper.state == "new" else "plain",
        href=paper.href,
        acts=[read] if paper.state == "new" else [],
    )


def _counts(papers: list[Paper]) -> face.Table:
    counts = Counter(one.kind for one in papers)
    return face.Table(
        columns=[
            face.Column(title=face.said("Kind")),
            face.Column(title=face.said("Documents"), is_number=True),
        ],
        rows=[
            [face.Words(text=face.said(KINDS[kind])), face.Number(scaled=count)]
            for kind, count in counts.items()
        ],
    )


_SAMPLE = [
    Paper(
        id="p1",
        kind="statement",
        name={"zh-Hans": "2026 年 10 月对账单", "en": "Statement of 10/2026"},
        dated_on=date(2026, 11, 1),
        state="new",
    ),
    Paper(
        id="p2",
        kind="contract",
        name={"zh-Hans": "一年期定期存款：产品合同", "en": "1-year deposit: contract"},
        dated_on=date(2025, 12, 4),
        state="read",
    ),
    Paper(
        id="p3",
        kind="certificate",
        name={"zh-Hans": "2025 年利息收入证明", "en": "Certificate of interest 2025"},
        dated_on=date(2026, 1, 15),
        state="read",
    ),
]

WIDGET = base.Widget(
    kind="documents",
    title="Documents",
    summary="Statements, contracts and certificates, each with its day and state.",
    icon="folder",
    category="services",
    sizes=("M", "L", "XL", "S"),
    needs=("papers",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(READ,),
    act=act,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
