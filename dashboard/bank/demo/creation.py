"""Creating the demo bank, and letting it live on by the days that have passed since."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from dashboard.bank.demo import sheets
from dashboard.bank.demo.declining_repository import decline_frozen
from dashboard.bank.demo.filling import Filling
from dashboard.bank.demo.ground import Ground, Neighbourhood, Settle, Unit
from dashboard.bank.demo.plan import CUSTOMERS, SEED, Plan
from dashboard.bank.demo.repository import DemoRepository
from dashboard.bank.demo.world import Span, World
from dashboard.errors import Conflict, NotAllowed, NotFound
from dashboard.people.model import User
from dashboard.preferences.model import Preferences
from recommender.language import SIMPLIFIED
from recommender.ports import CUSTOMER, SYSTEM_ACTOR

LONGEST_BILL = timedelta(days=62)
"""Longer than any bill of the demo waits for its payment."""
PASSWORD = "demo"  # noqa: S105 - the demo's public password, refused outside demo mode
Progress = Callable[[str], None]


async def ensure(root: Ground, progress: Progress, *, customers: int = CUSTOMERS) -> None:
    """Make the demo bank exist up to yesterday, with its accounts.

    Raises:
        NotAllowed: The product does not run in demo mode.
        Conflict: The database holds data that is not the demo's.
    """
    _require_demo(root)
    await root.erasures.refresh()
    async with root.writing() as app:
        rows = DemoRepository(app.session)
        state, yesterday = await rows.state(), root.clock.today() - timedelta(days=1)
        if state is None:
            if await rows.holds_people():
                raise Conflict(
                    "This database holds data that is not the demo's: choose another data folder."
                )
            progress("Creating the demo bank ...")
            plan = Plan(SEED, root.clock.today(), root.settings.zone, customers)
            world = World(plan, Span(None, yesterday))
            await _create(app, world, progress, root.neighbours)
            await rows.save_state(plan.seed, plan.anchor, yesterday)
        elif state.through < yesterday:
            progress(f"The demo bank lives on from {state.through} to {yesterday} ...")
            customers, gone = await _population(root, rows)
            plan = Plan(state.seed, state.anchor, root.settings.zone, customers)
            settled = await rows.settled_bills(state.through - LONGEST_BILL)
            world = World(plan, Span(state.through, yesterday), gone, settled)
            await _live_on(app, world, progress)
            await rows.save_state(plan.seed, plan.anchor, yesterday)
    await _open_accounts(root)


async def summary(root: Ground) -> dict[str, str | int]:
    """Say since when and how far the demo lives, and how large it is."""
    async with root.reading() as app:
        rows = DemoRepository(app.session)
        state = await rows.state()
        if state is None:
            raise NotFound("There is no demo bank here: run `companion demo` to make it.")
        days = {"anchor": state.anchor.isoformat(), "through": state.through.isoformat()}
        return {"seed": state.seed, **days, **await rows.counts()}


async def reset(root: Ground, progress: Progress, *, customers: int = CUSTOMERS) -> None:
    """Delete the demo's data (the audit trail stays) and create it anew from today."""
    _require_demo(root)
    async with root.writing() as app:
        rows = DemoRepository(app.session)
        if await rows.state() is None and await rows.holds_people():
            raise Conflict("This database does not hold the demo: nothing was deleted.")
        await rows.empty()
        await app.audit.record(SYSTEM_ACTOR, "demo.reset", "demo:bank", {})
    await ensure(root, progress, customers=customers)


async def _create(
    app: Unit, world: World, progress: Progress, neighbours: Sequence[Settle]
) -> None:
    filling = Filling(app, world, progress)
    await filling.found()
    await filling.agree()
    await filling.stock()
    await filling.live()
    here = Neighbourhood(world.plan, world.people, world.held())
    for settle in neighbours:
        await settle(app, here)
    await filling.tell_facts()
    await filling.tell_notices()


async def _live_on(app: Unit, world: World, progress: Progress) -> None:
    filling = Filling(app, world, progress)
    await filling.live()
    declined = await decline_frozen(app.session, app.clock.now())
    progress(f"{declined} payments with frozen cards did not go through")
    await filling.tell_facts()


async def _population(root: Ground, rows: DemoRepository) -> tuple[int, list[str]]:
    """Return how many customers the demo began with, and those of them who were erased."""
    left, total, gone = (await rows.counts())["customers"], 0, list[str]()
    while total - len(gone) < left or root.erasures.holds(f"c{total + 1:04}"):
        total += 1
        if root.erasures.holds(f"c{total:04}"):
            gone.append(f"c{total:04}")
    return total, gone


async def _open_accounts(root: Ground) -> None:
    """Open the accounts that are missing; all share one password record."""
    wanted = [one for one in accounts() if not root.erasures.holds(one.customer_id)]
    async with root.reading() as app:
        known = {user.id for user in await app.people.personas()}
    if known >= {user.id for user in wanted}:
        return
    hashed = await root.passwords.hash(PASSWORD)
    async with root.writing() as app:
        await app.people.open_demo(SYSTEM_ACTOR, wanted, password_hash=hashed)
        for account, shown in preferences().items():
            if account not in {user.id for user in wanted}:
                continue
            await app.preferences.set_for(SYSTEM_ACTOR, account, shown)


def accounts() -> list[User]:
    """Return the demo's accounts: the personas and the staff."""
    customers = [
        User(
            f"customer{number}",
            names=one.name,
            roles=frozenset({CUSTOMER}),
            customer_id=f"c{number:04}",
            titles=one.title,
            about=one.about,
        )
        for number, one in enumerate(sheets.personas(), 1)
    ]
    staff = [
        User(
            one.username,
            names=one.name,
            roles=frozenset(one.roles),
            titles=one.title,
            about=one.about,
        )
        for one in sheets.staff()
    ]
    return customers + staff


def preferences() -> dict[str, Preferences]:
    """Return how things are shown to the personas who are there to show just that."""
    chosen: dict[str, Preferences] = {}
    for number, one in enumerate(sheets.personas(), 1):
        language = "" if one.language == SIMPLIFIED else one.language
        wanted = Preferences.model_validate(
            {"language": language, "senior": one.segment == "senior"}
        )
        if wanted != Preferences():
            chosen[f"customer{number}"] = wanted
    return chosen


def _require_demo(root: Ground) -> None:
    if not root.settings.is_demo:
        raise NotAllowed(
            "The demo bank exists in demo mode only: set COMPANION_MODE=demo to use it."
        )
