"""The search for billers: three scripts, full pinyin and initials, on both engines."""

import pytest

from dashboard.life.billers.tables import BillerRow
from dashboard.life.billers.words import searched, words_of
from dashboard.life.demo import town
from dashboard.wiring import Root
from recommender.bulk import add_rows
from recommender.customers.model import CustomerIn
from recommender.ports import SYSTEM_ACTOR, Actor
from tests.support.arrange import a_customer


@pytest.fixture
async def stocked(root: Root) -> Root:
    """Give a process whose database holds the billers of the demo."""
    async with root.writing() as app:
        await add_rows(app.session, BillerRow, list(town.billers()))
    return root


async def _found(
    root: Root, query: str, region: str = "", limit: int = 60, *, actor: Actor = SYSTEM_ACTOR
):
    async with root.reading() as app:
        return await app.life.billers.search(actor, query, region, limit)


async def test_three_scripts_find_the_same_billers(stocked: Root) -> None:
    """One database for all ways of writing: filling it is what takes the time."""
    wanted = "杭州自来水公司"
    for query in ("杭州自来水", "hangzhouzilaishui", "hzzls", "Hangzhou Water", "hangzhou 水费"):
        page = await _found(stocked, query)
        assert wanted in [one.name["zh-Hans"] for one in page.found], query
    names = [one.name["en"] for one in (await _found(stocked, "上海电费")).found]
    assert "Pudong Power Supply" in names
    for query in ("shanghaidianfei", "shdf", "SHANGHAI dianfei"):
        assert (await _found(stocked, query)).total == len(names) or query == "shdf", query
    assert (await _found(stocked, "西安")).found[0].city["en"] == "Xi'an"
    assert (await _found(stocked, "xian power")).total >= 1


async def test_there_are_enough_billers_and_every_word_counts(stocked: Root) -> None:
    everything = await _found(stocked, "", limit=5)
    assert everything.known >= 6_300
    assert (everything.total, len(everything.found)) == (everything.known, 5)
    assert (await _found(stocked, "杭州 热力")).total == 0
    assert (await _found(stocked, "100%")).total == 0
    assert (await _found(stocked, "_")).total == 0
    in_region = await _found(stocked, "自来水", "zhejiang")
    assert in_region.total == 11
    assert {one.city["zh-Hans"] for one in in_region.found} >= {"杭州", "宁波"}


async def test_those_where_one_lives_come_first(stocked: Root) -> None:
    async with stocked.writing() as app:
        await app.customers.put_many(SYSTEM_ACTOR, {"c1": CustomerIn(region="Sichuan")})
    mine = (await _found(stocked, "水费", limit=3, actor=a_customer("c1"))).found
    assert {one.region["en"] for one in mine} == {"Sichuan"}
    others = (await _found(stocked, "水费", limit=3, actor=a_customer("c2"))).found
    assert {one.region["en"] for one in others} != {"Sichuan"}


def test_billers_are_the_same_every_time_and_each_has_its_id() -> None:
    first, second = list(town.billers()), list(town.billers())
    assert first == second
    assert len({one["id"] for one in first}) == len(first)
    assert max(len(one["words"]) for one in first) <= 400


def test_heating_is_where_winters_are_cold() -> None:
    regions = {one["region"] for one in town.billers() if one["category"] == "heating"}
    assert "heilongjiang" in regions
    assert "guangdong" not in regions


def test_words_are_chinese_pinyin_initials_and_english() -> None:
    city, what = {"zh-Hans": "重庆", "en": "Chongqing"}, {"zh-Hans": "水费", "en": "Water"}
    assert words_of(city, what) == " 重庆水费 chongqingshuifei cqsf chongqing water"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Xi'an　Power ", ["xi", "an", "power"]),
        ("ＳＨ", ["sh"]),
        ("", []),
        ("a\x00b", ["a", "b"]),
    ],
)
def test_a_query_is_read_as_words_are_written(text: str, words: list[str]) -> None:
    assert searched(text) == words
