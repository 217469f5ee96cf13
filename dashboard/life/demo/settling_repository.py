"""Puts everyday life into a new demo bank, in bulk."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import DeclarativeBase

from dashboard.bank.demo.ground import Neighbourhood, Unit
from dashboard.life.benefits.tables import PointsRow, RewardRow, TaskRow
from dashboard.life.billers.tables import BillerRow
from dashboard.life.business.tables import InvoiceRow, PayrollRow
from dashboard.life.charity.tables import CauseRow
from dashboard.life.citizen.tables import PublicAccountRow, PublicServiceRow
from dashboard.life.demo import scenes_repository as scenes
from dashboard.life.demo import town, townsfolk
from dashboard.life.papers.tables import PaperRow
from dashboard.life.places.tables import PlaceRow
from dashboard.life.travel.tables import DestinationRow
from recommender.bulk import add_rows


async def settle(app: Unit, here: Neighbourhood) -> None:
    """Write what the demo bank offers, and what is kept of its customers."""
    wanted: dict[type[DeclarativeBase], Iterable[dict[str, Any]]] = {
        BillerRow: town.billers(),
        PublicServiceRow: town.public_services(),
        PlaceRow: town.places(),
        TaskRow: town.tasks(),
        RewardRow: town.rewards(),
        DestinationRow: town.destinations(),
        CauseRow: town.causes(),
        PublicAccountRow: townsfolk.public_accounts(here),
        PointsRow: townsfolk.points(here),
        PaperRow: townsfolk.papers(here),
        InvoiceRow: townsfolk.invoices(here),
        PayrollRow: townsfolk.payrolls(here),
    }
    for table, rows in wanted.items():
        await add_rows(app.session, table, list(rows))
    await scenes.play(app, here)
