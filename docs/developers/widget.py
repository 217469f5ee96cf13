import json, os, httpx
from http.server import BaseHTTPRequestHandler, HTTPServer
from joserfc import jws, jwt
from joserfc.jwk import OKPKey

KEY, PORT, ALG = OKPKey.generate_key("Ed25519"), int(os.environ["PORT"]), "Ed25519"
BANK = httpx.Client(base_url=os.environ["BANK"], headers={"Authorization": "Bearer " + os.environ["API_KEY"]})
BANK_KEY = OKPKey.import_key(BANK.get("/api/v1/widgets/keys").json()["keys"][0])
FACE = {"blocks": [{"type": "figure", "label": {"en": "Gold, per gram", "zh-Hans": "黄金，每克"},
                    "value": {"unit": "money", "minor": 78350, "currency": "CNY"}}]}
MANIFEST = {"provider": "acme", "name": "gold", "icon": "gem", "category": "wealth", "sizes": ["S", "M"],
            "provider_name": {"en": "Acme Metals", "zh-Hans": "金石行情"},
            "title": {"en": "Gold today", "zh-Hans": "今日黄金"},
            "summary": {"en": "The price of gold, now.", "zh-Hans": "此刻的黄金价格。"},
            "endpoint": f"http://127.0.0.1:{PORT}/", "public_key": KEY.as_dict()["x"], "sample": FACE}

class Card(BaseHTTPRequestHandler):
    def do_GET(self):
        token = jwt.decode(self.headers["Authorization"].removeprefix("Bearer "), BANK_KEY, algorithms=[ALG])
        jwt.JWTClaimsRegistry(aud={"essential": True, "value": "acme"}).validate(token.claims)
        body = json.dumps({"nonce": token.claims["jti"], "face": FACE}).encode()
        head, _, seal = jws.serialize_compact({"alg": ALG}, body, KEY, [ALG]).split(".")
        self.wfile.write(f"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n"
                         f"X-JWS-Signature: {head}..{seal}\r\n\r\n".encode() + body)

kind = BANK.post("/api/v1/widgets", json=MANIFEST).raise_for_status().json()["kind"]
BANK.post(f"/api/v1/widgets/{kind}/submit", json={}).raise_for_status()
HTTPServer(("127.0.0.1", PORT), Card).serve_forever()
