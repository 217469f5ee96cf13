// A home on a phone, from its JSON alone: the phone's places say which card comes when and how wide.
import { drawCard, el, say } from "/plain/face.js";

const LANGUAGE = new URLSearchParams(window.location.search).get("lang") ?? "zh-Hans";
const WORDS = {
  "zh-Hans": { title: "首页", down: "暂时无法载入，请先登录。" },
  "zh-Hant": { title: "首頁", down: "暫時無法載入，請先登入。" },
  en: { title: "Home", down: "Your home could not be loaded. Please sign in first." },
}[LANGUAGE];
const FORMS = { "1x2": "S", "2x2": "M", "2x4": "L", "2x5": "XL" };

function cards(home) {
  const tiles = new Map(home.tiles.map((tile) => [tile.id, tile]));
  const places = home.layout.places.phone.filter((place) => tiles.has(place.tile));
  places.sort((a, b) => a.y - b.y || a.x - b.x);
  return places.map((place) => {
    const tile = tiles.get(place.tile);
    const card = drawCard(tile, tile.kind, LANGUAGE, FORMS[`${place.w}x${place.h}`] ?? "M");
    card.dataset.wide = place.w > 1 ? "on" : "off";
    return card;
  });
}

async function open() {
  const root = document.getElementById("home");
  document.documentElement.lang = LANGUAGE;
  document.getElementById("title").textContent = WORDS.title;
  const answer = await fetch(`/api/v1/customers/me/home?lang=${LANGUAGE}`);
  root.setAttribute("aria-busy", "false");
  if (!answer.ok) return root.replaceChildren(el("p", {}, WORDS.down));
  const home = await answer.json();
  const worth = home.worth?.total;
  if (worth) document.getElementById("worth").textContent = say({ unit: "money", ...worth }, LANGUAGE);
  return root.replaceChildren(...cards(home));
}

open();
