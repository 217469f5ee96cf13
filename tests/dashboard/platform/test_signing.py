"""Signed requests and answers."""

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from dashboard.platform.signing import Signatures, is_public_key, is_signed
from tests.support.outside import Provider


def signatures(secret=b"secret"):
    return Signatures(lambda: secret, "https://bank.example")


def test_request_is_verified_by_the_public_key():
    ours = signatures()
    token = ours.request("acme", "n1", 1000, {"kind": "x_acme_gold"})
    found = jwt.decode(token, OKPKey.import_key(ours.public), algorithms=["Ed25519"]).claims
    assert found == {
        "iss": "https://bank.example",
        "aud": "acme",
        "jti": "n1",
        "iat": 1000,
        "exp": 1060,
        "kind": "x_acme_gold",
    }


def test_request_of_another_instance_is_not():
    token = signatures(b"other").request("acme", "n1", 1000, {})
    with pytest.raises(JoseError):
        jwt.decode(token, OKPKey.import_key(signatures().public), algorithms=["Ed25519"])


def test_private_half_is_never_published():
    assert set(signatures().public) == {"kty", "crv", "x"}


def test_all_processes_sign_alike():
    assert signatures().public == signatures().public


def test_customer_has_another_name_at_each_provider():
    ours = signatures()
    names = {
        ours.pseudonym("acme", "customer-1"),
        ours.pseudonym("zeta", "customer-1"),
        ours.pseudonym("acme", "customer-2"),
    }
    assert len(names) == 3
    assert not any("customer" in name for name in names)
    assert ours.pseudonym("acme", "customer-1") == signatures().pseudonym("acme", "customer-1")


def test_answer_is_held_against_its_bytes_and_its_key():
    made, other = Provider(), Provider()
    seal = made.seal(b"{}")
    assert is_signed(b"{}", seal, made.public_key)
    assert not is_signed(b"{ }", seal, made.public_key)
    assert not is_signed(b"{}", seal, other.public_key)


@pytest.mark.parametrize("seal", ["", "..", "a..b", "a.b.c", "é..é", "x" * 600 + "..y"])
def test_seal_that_is_none_is_refused(seal):
    assert not is_signed(b"{}", seal, Provider().public_key)


def test_unsigned_header_is_refused():
    made = Provider()
    head = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    assert not is_signed(b"{}", f"{head}..", made.public_key)
    assert not is_signed(b"{}", f"{head}..AA", made.public_key)


def test_public_key_is_32_bytes():
    assert is_public_key(Provider().public_key)
    assert not is_public_key("abc")
    assert not is_public_key("!" * 43)
