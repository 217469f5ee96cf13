"""Public services: what the province offers online, and what it says of the customer."""

from datetime import UTC, date, datetime

from recommender.money import Money
from widgets import base, face
from widgets.errors import NotConnected
from widgets.ports import CitizenZone, PublicService, Region

CHOOSE = "region"


class Config(base.Config):
    """Nothing to choose: the region is chosen on the card."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """List the services of the region that was chosen on the card, or where one lives."""
    zone = await context.ports.citizen.citizen_zone(context.customer_id)
    if zone is None:
        raise NotConnected
    return _face(zone, context.now)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Show another region's services."""
    await context.ports.citizen.choose_region(context.customer_id, deed.item)


def _face(zone: CitizenZone, now: datetime) -> face.Face:
    offered = [one for one in zone.services if one.is_offered]
    return face.Face(
        as_of=now,
        source=face.said("Public services of {region}", region=zone.region.name),
        blocks=[
            face.Figure(
                label=zone.region.name,
                value=face.Words(
                    text=face.said("{n} of {all} services", n=len(offered), all=len(zone.services))
                ),
                until="S",
            ),
            _regions(zone),
            face.Rows(rows=[_row(one) for one in zone.services], since="M"),
        ],
    )


def _regions(zone: CitizenZone) -> face.Choice:
    return face.Choice(
        name=CHOOSE,
        label=face.said("Province"),
        options=[face.Option(value=one.code, label=one.name) for one in zone.regions],
        chosen=zone.region.code,
        since="M",
    )


def _row(service: PublicService) -> face.Row:
    if not service.is_offered:
        return face.Row(
            id=service.code,
            title=service.name,
            icon=service.icon,
            note=face.said("Not offered in your region yet"),
            chip=face.said("Off"),
        )
    return face.Row(
        id=service.code,
        title=service.name,
        note=service.told or face.said("Offered here"),
        icon=service.icon,
        value=face.amount(service.amount) if service.amount else None,
        chip=face.said("On"),
        chip_tone="good",
    )


_SAMPLE = CitizenZone(
    region=Region(code="shanghai", name={"zh-Hans": "上海", "en": "Shanghai"}),
    regions=[
        Region(code="shanghai", name={"zh-Hans": "上海", "en": "Shanghai"}),
        Region(code="zhejiang", name={"zh-Hans": "浙江", "en": "Zhejiang"}),
    ],
    services=[
        PublicService(
            code="medical",
            name={"zh-Hans": "医疗保险", "en": "Medical insurance"},
            icon="heart-pulse",
            is_offered=True,
            amount=Money(minor=642_180),
            told={"zh-Hans": "个人账户余额", "en": "Balance of your own account"},
            updated_on=date(2026, 11, 18),
        ),
        PublicService(
            code="fund",
            name={"zh-Hans": "住房公积金", "en": "Housing fund"},
            icon="house",
            is_offered=True,
            amount=Money(minor=8_846_300),
            told={"zh-Hans": "公积金账户余额", "en": "Balance of your housing fund"},
            updated_on=date(2026, 11, 18),
        ),
        PublicService(
            code="library",
            name={"zh-Hans": "公共图书馆", "en": "Public library"},
            icon="book-open",
            is_offered=False,
        ),
    ],
)

WIDGET = base.Widget(
    kind="citizen",
    title="Public services",
    summary="Medical and social insurance, housing fund, credit report, by province.",
    icon="landmark",
    category="services",
    sizes=("M", "L", "XL", "S"),
    needs=("citizen",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(CHOOSE,),
    act=act,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
