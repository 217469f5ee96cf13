import json, os
from http.server import BaseHTTPRequestHandler, HTTPServer
import httpx
from joserfc import jws, jwt
from joserfc.jwk import OKPKey

KEY, PORT, ALGS = OKPKey.generate_key("Ed25519"), int(os.environ["PORT"]), ["Ed25519"]
bank = httpx.Client(base_url=os.environ["BANK"], headers={"Authorization": f"Bearer {os.environ['API_KEY']}"})
BANK_KEY = OKPKey.import_key(bank.get("/api/v1/widgets/keys").json()["keys"][0])
FACE = {"blocks": [{"type": "figure", "label": {"en": "Gold, per gram", "zh-Hans": "黄金，每克"},
                    "value": {"unit": "money", "minor": 78350, "currency": "CNY"}}]}

class Card(BaseHTTPRequestHandler):
    def do_GET(self):
        asked = jwt.decode(self.headers["Authorization"].removeprefix("Bearer "), BANK_KEY, algorithms=ALGS)
        jwt.JWTClaimsRegistry(aud={"essential": True, "value": "acme"}).validate(asked.claims)
        body = json.dumps({"nonce": asked.claims["jti"], "face": FACE}).encode()
        head, _, seal = jws.serialize_compact({"alg": "Ed25519"}, body, KEY, ALGS).split(".")
        self.send_response(200)
        for name, value in {"Content-Type": "application/json", "X-JWS-Signature": f"{head}..{seal}"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

MANIFEST = {"provider": "acme", "name": "gold", "provider_name": {"en": "Acme Metals", "zh-Hans": "金石行情"},
            "title": {"en": "Gold today", "zh-Hans": "今日黄金"}, "summary": {"en": "The price of gold, now.", "zh-Hans": "此刻的黄金价格。"},
            "icon": "gem", "category": "wealth", "sizes": ["S", "M"], "endpoint": f"http://127.0.0.1:{PORT}/",
            "public_key": KEY.as_dict()["x"], "sample": FACE}
kind = bank.post("/api/v1/widgets", json=MANIFEST).raise_for_status().json()["kind"]
bank.post(f"/api/v1/widgets/{kind}/submit", json={}).raise_for_status()
HTTPServer(("127.0.0.1", PORT), Card).serve_forever()
