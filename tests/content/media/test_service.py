import pytest

from content.media.repository import MediaRepository
from content.media.service import MOST_BYTES, MediaService, type_of
from recommender.errors import Invalid, NotAllowed, NotFound
from tests.content.builders import ANNA, Still, customer_actor
from tests.recommender.changes.builders import Ledger

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def service(session):
    return MediaService(MediaRepository(session), Ledger(), Still())


async def test_a_customer_may_not_upload(session):
    with pytest.raises(NotAllowed):
        await service(session).put(customer_actor(), PNG)


async def test_an_upload_comes_back_under_a_random_name(session):
    media = service(session)
    first, second = await media.put(ANNA, PNG), await media.put(ANNA, PNG)
    assert first.name != second.name
    assert (await media.get(first.name)).data == PNG
    assert (first.mime, first.image) == ("image/png", f"media:{first.name}")


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"GIF89a", b"RIFF0000WAVE"],
)
def test_only_pictures_by_their_first_bytes_are_taken(data):
    with pytest.raises(Invalid):
        type_of(data)


async def test_a_picture_above_the_limit_is_refused(session):
    with pytest.raises(Invalid):
        await service(session).put(ANNA, PNG + bytes(MOST_BYTES))


async def test_an_unknown_name_is_not_found(session):
    with pytest.raises(NotFound):
        await service(session).get("0" * 32 + ".png")
