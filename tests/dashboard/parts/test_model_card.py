"""What the models page tells of links and reasons comes from the training's own report."""

from dashboard.parts.model_card import GROUPS, ModelCard, model_card_of
from tests.support.engine import trained


def test_card_tells_what_the_training_measured() -> None:
    report = trained()[1].as_json()
    products = next(one for one in report["surfaces"] if one["surface"] == "product")
    card = model_card_of(products, report)
    assert card.known
    assert card.claimed == products["link"]["claimed"]
    assert [one.name for one in card.groups] == list(GROUPS)
    assert card.groups[2].customers == products["link"]["groups"]["3+"]["users"]
    assert card.tried == report["faithfulness"]["product"]["customers"]
    assert card.faithful == report["faithfulness"]["product"]["faithful"]


def test_older_report_without_figures_shows_no_card() -> None:
    assert model_card_of({"surface": "product", "link": {}}, {}) == ModelCard()
