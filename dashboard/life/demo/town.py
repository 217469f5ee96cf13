"""What stands in every town of the demo: billers, public services, branches, benefits."""

from collections.abc import Iterator
from typing import Any

from dashboard.life.billers.words import chinese_words, pinyin, words_of
from dashboard.life.demo.sheets import Texts, offer
from dashboard.life.regions import Province, provinces
from recommender.language import ENGLISH, SIMPLIFIED

Row = dict[str, Any]
FIRST_HOUR, HOURS = 9, 24
REMOTE = "remote"
VIDEO = {SIMPLIFIED: "远程视频", ENGLISH: "By video"}
EVERYWHERE = {SIMPLIFIED: "在这台设备上", ENGLISH: "On this device"}


def billers() -> Iterator[Row]:
    """Yield the billers of every city, in a fixed order."""
    for province in provinces():
        for place, city in enumerate(cities(province)):
            for number, trade in enumerate(offer().trade):
                if trade.cold and not province.is_cold:
                    continue
                what = {SIMPLIFIED: trade.zh, ENGLISH: trade.en}
                yield {
                    "id": f"{province.code}-{place:02}-{number:02}",
                    "category": trade.category,
                    "region": province.code,
                    "names": _joined(city, what),
                    "city": city,
                    "words": words_of(city, what) + _called(province, city, trade.also),
                }


def cities(province: Province) -> list[Texts]:
    """Return the names of a province's cities in Chinese and in Latin letters."""
    found = []
    for written in province.cities.split():
        chinese, _, latin = written.partition("/")
        latin = latin.replace("-", " ") or pinyin(chinese)[0].capitalize()
        found.append({SIMPLIFIED: chinese, ENGLISH: latin})
    return found


def public_services() -> list[Row]:
    """Return the public services with the regions that offer each."""
    codes = [one.code for one in provinces()]
    return [
        {
            "code": one.code,
            "place": place,
            "icon": one.icon,
            "names": one.name,
            "regions": [code for code in codes if code not in one.missing],
        }
        for place, one in enumerate(offer().service)
    ]


def places() -> list[Row]:
    """Return the branches of every region, and where one talks by video."""
    rows = [_branch(province, number) for province in provinces() for number in range(_branches())]
    queue = [0] * HOURS
    remote = {"id": REMOTE, "mode": REMOTE, "region": "", "names": VIDEO, "address": EVERYWHERE}
    return [*rows, remote | {"opens_minute": 540, "closes_minute": 1080, "queue": queue}]


def tasks() -> list[Row]:
    """Return the tasks."""
    return [
        {
            "id": one.id,
            "place": place,
            "names": one.name,
            "points": one.points,
            "period": one.period,
            "proof": one.proof,
        }
        for place, one in enumerate(offer().task)
    ]


def rewards() -> list[Row]:
    """Return the rewards."""
    return [
        {"id": one.id, "place": n, "names": one.name, "points": one.points, "stock": one.stock}
        for n, one in enumerate(offer().reward)
    ]


def destinations() -> list[Row]:
    """Return where cards work."""
    return [
        {"code": one.code, "place": place, "names": one.name, "currency": one.currency}
        for place, one in enumerate(offer().destination)
    ]


def causes() -> list[Row]:
    """Return what one can give to."""
    return [
        {
            "id": one.id,
            "place": place,
            "names": one.name,
            "purpose": one.purpose,
            "goal_minor": one.goal * 100,
            "raised_minor": one.raised * 100,
        }
        for place, one in enumerate(offer().cause)
    ]


def _branches() -> int:
    return len(offer().branch)


def _branch(province: Province, number: int) -> Row:
    sheet, region = offer().branch[number], province.name
    city = cities(province)[number % len(cities(province))]
    queue = [0] * FIRST_HOUR + list(sheet.queue)
    return {
        "id": f"{province.code}-{sheet.key}",
        "mode": "branch",
        "region": province.code,
        "names": _filled(sheet.name, region, city),
        "address": _filled(sheet.address, region, city),
        "opens_minute": sheet.opens,
        "closes_minute": sheet.closes,
        "queue": queue + [0] * (HOURS - len(queue)),
    }


def _filled(texts: Texts, region: Texts, city: Texts) -> Texts:
    return {
        language: text.format(region=region[language], city=city[language])
        for language, text in texts.items()
    }


def _called(province: Province, city: Texts, also: str) -> str:
    """Return what people call the bill, with the city's and with the province's name."""
    around = (city[SIMPLIFIED], province.zh)
    called = [chinese_words(where, one) for one in also.split() for where in around]
    return f"{''.join(called)} {province.en.lower()}"


def _joined(city: Texts, what: Texts) -> Texts:
    return {
        SIMPLIFIED: city[SIMPLIFIED] + what[SIMPLIFIED],
        ENGLISH: f"{city[ENGLISH]} {what[ENGLISH]}",
    }
