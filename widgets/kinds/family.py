"""The family: figures of members who agreed to be seen, and who may see oneself."""

from datetime import UTC, date, datetime

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Household, Member, Request

AGREE, END = "agree", "end"


class Config(base.Config):
    """Nothing to choose: who is seen is agreed on the card."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """List the members and the requests."""
    household = await context.ports.family.household(context.customer_id)
    if not household.members and not household.requests:
        raise NoData(
            "Nobody of your family is here yet. A branch sets this up with both of you.",
            label="Choose another card",
            href="/gallery",
        )
    return _face(household, context.now)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Agree to be seen, or end it."""
    await context.ports.family.answer_request(
        context.customer_id, deed.item, agrees=deed.name == AGREE
    )


def _face(household: Household, now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("Accounts of those who agreed"),
        blocks=[
            _together(household),
            *_rows(face.said("Family"), [_member(one) for one in household.members]),
            *_rows(face.said("Who sees you"), [_request(one) for one in household.requests], "L"),
            face.Note(
                text=face.said(
                    "Everybody decides alone who sees their figures, and can end it at any time."
                ),
                icon="lock",
                since="XL",
            ),
        ],
    )


def _together(household: Household) -> face.Figure:
    agreed = sum(one.state == "agreed" for one in household.members)
    if household.together is None:
        text = face.said("Nobody has agreed yet")
        return face.Figure(label=face.said("Together"), value=face.Words(text=text))
    return face.Figure(
        label=face.said("Together"),
        value=face.amount(household.together),
        note=face.said("You and {n} who agreed", n=agreed),
    )


def _rows(label: face.Text, rows: list[face.Row], since: base.Size = "M") -> list[face.Drawn]:
    return [face.Rows(label=label, rows=rows, since=since)] if rows else []


def _member(member: Member) -> face.Row:
    if member.state != "agreed" or member.worth is None:
        said = face.said("Asked") if member.state == "asked" else face.said("Does not share")
        return face.Row(
            id=member.id, title=member.name, note=member.relation, icon="user-round", chip=said
        )
    note: face.Text = member.relation
    if member.next_due_on and member.to_pay:
        note = face.said(
            "{relation}, {amount} to pay by {day}",
            relation=member.relation,
            amount=member.to_pay,
            day=member.next_due_on,
        )
    return face.Row(
        id=member.id,
        title=member.name,
        note=note,
        icon="user-round-check",
        value=face.amount(member.worth),
    )


def _request(request: Request) -> face.Row:
    is_seen = request.state == "agreed"
    agree = face.Act(
        label=face.said("Agree"),
        name=AGREE,
        item=request.id,
        confirm=face.said(
            "Let {name} see what you own and what you have to pay?", name=request.name
        ),
        tone="primary",
    )
    end = face.Act(label=face.said("End it"), name=END, item=request.id)
    return face.Row(
        id=request.id,
        title=request.name,
        note=request.relation,
        icon="eye" if is_seen else "eye-off",
        chip=face.said("Sees you") if is_seen else face.said("Does not see you"),
        chip_tone="info" if is_seen else "plain",
        acts=[end] if is_seen else [agree],
    )


_SAMPLE = Household(
    members=[
        Member(
            id="f1",
            name={"zh-Hans": "陈国华", "en": "Chen Guohua"},
            relation={"zh-Hans": "父亲", "en": "Father"},
            state="agreed",
            worth=Money(minor=33_241_800),
            next_due_on=date(2026, 11, 27),
            to_pay=Money(minor=21_400),
        ),
        Member(
            id="f2",
            name={"zh-Hans": "周子涵", "en": "Zhou Zihan"},
            relation={"zh-Hans": "外甥", "en": "Nephew"},
            state="asked",
        ),
    ],
    requests=[
        Request(
            id="f3",
            name={"zh-Hans": "陈国华", "en": "Chen Guohua"},
            relation={"zh-Hans": "父亲", "en": "Father"},
            state="agreed",
        )
    ],
    together=Money(minor=156_802_000),
)

WIDGET = base.Widget(
    kind="family",
    title="Family",
    summary="What your family owns and has to pay, of those who agreed to share it.",
    icon="users-round",
    category="life",
    sizes=("M", "L", "XL", "S"),
    needs=("family",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(AGREE, END),
    act=act,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
