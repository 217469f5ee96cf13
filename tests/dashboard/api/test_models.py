"""Models and the jobs that train them."""

from dashboard.wiring import Root
from recommender.ports import COMPLIANCE, MARKETER, OPERATOR
from tests.support.api import ApiCallers
from tests.support.engine import serve

MODELS, TRAIN = "/api/v1/models", "/api/v1/models/train"


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(MODELS)).status_code == 401
        assert (await client.post(TRAIN)).status_code == 401
        assert (await client.get("/api/v1/jobs/x")).status_code == 401


async def test_only_operators_train_and_activate(api: ApiCallers, root: Root) -> None:
    path = f"{MODELS}/{(await serve(root)).id}/activate"
    for client in (
        await api.customer("c1"),
        await api.staff(MARKETER),
        await api.staff(COMPLIANCE),
        await api.key("models:read"),
    ):
        assert (await client.post(TRAIN)).status_code == 403
        assert (await client.post(path)).status_code == 403
    assert (await (await api.customer("c1")).get(MODELS)).status_code == 403


async def test_an_operator_sees_what_serves_and_why(api: ApiCallers, root: Root) -> None:
    run = await serve(root)
    told = (await (await api.staff(OPERATOR)).get(MODELS)).json()
    assert told["active"]["model_id"] == run.id
    assert (told["runs"][0]["data_hash"], told["runs"][0]["reason"]) == (run.data_hash, run.reason)
    assert {one["surface"] for one in told["runs"][0]["report"]["surfaces"]} == {
        "product",
        "content",
    }


async def test_an_operator_rolls_back(api: ApiCallers, root: Root) -> None:
    first, _ = await serve(root), await serve(root)
    answer = await (await api.staff(OPERATOR)).post(f"{MODELS}/{first.id}/activate")
    assert answer.json()["active"]["model_id"] == first.id
    assert (await (await api.staff(OPERATOR)).post(f"{MODELS}/none/activate")).status_code == 404


async def test_a_training_is_asked_for_and_followed(api: ApiCallers) -> None:
    operator = await api.staff(OPERATOR)
    answer = await operator.post(TRAIN)
    assert answer.status_code == 202
    job = (await operator.get(f"/api/v1/jobs/{answer.json()['id']}")).json()
    assert (job["kind"], job["state"]) == ("train", "queued")
    assert (await operator.get("/api/v1/jobs/none")).status_code == 404


async def test_an_operator_shadows_a_model_that_does_not_serve(api: ApiCallers, root: Root) -> None:
    first, second = await serve(root), await serve(root)
    operator, officer = await api.staff(OPERATOR), await api.staff(COMPLIANCE)
    assert (await operator.post(f"{MODELS}/{second.id}/shadow")).status_code == 409
    asked = await operator.post(f"{MODELS}/{first.id}/shadow")
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    listed = (await officer.get(f"{MODELS}/checks")).json()["checks"]
    assert [(one["model_id"], one["kind"]) for one in listed] == [(first.id, "shadow")]
    assert (await officer.delete(f"{MODELS}/{first.id}/shadow")).status_code == 403
    assert (await operator.delete(f"{MODELS}/{first.id}/shadow")).status_code == 204
    assert (await operator.delete(f"{MODELS}/{first.id}/shadow")).status_code == 404


async def test_checks_of_models_are_not_for_everybody(api: ApiCallers) -> None:
    assert (await api.nobody().get(f"{MODELS}/checks")).status_code == 401
    assert (await (await api.staff(MARKETER)).get(f"{MODELS}/checks")).status_code == 403
