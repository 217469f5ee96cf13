"""Steps of tests of imports: texts become files and are imported; rows are counted."""

from pathlib import Path

from sqlalchemy import func, select

from dashboard.wiring import Root
from recommender.catalogue.tables import ItemLinkRow, ItemRow
from recommender.customers.tables import CustomerRow
from recommender.imports.model import ImportReport
from recommender.imports.sources.base import Given
from recommender.imports.sources.csv import Csv
from recommender.interactions.tables import EventRow, ReceiptRow
from recommender.ports import Actor
from tests.support.arrange import a_key

IMPORTER = a_key("import:write")


async def run_import(
    root: Root, folder: Path, *, actor: Actor = IMPORTER, dry_run: bool = False, **texts: str
) -> ImportReport:
    files = {kind: folder / f"{kind}.csv" for kind in texts}
    for kind, text in texts.items():
        files[kind].write_text(text)
    return await root.imports.run(actor, Csv(Given(files)), dry_run=dry_run)


async def stored_rows(root: Root) -> list[int]:
    tables = (CustomerRow, ItemRow, ItemLinkRow, EventRow, ReceiptRow)
    async with root.database.reading() as session:
        return [await session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]
