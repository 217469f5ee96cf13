// The home before the socket: asked for while the page's script is still being read, drawn as soon
// as it runs. What the socket brings later takes its place without a change to be seen.
import { useContext, useEffect } from "react";
import { DispatchContext, StateStoreContext } from "$/utils/context";

const EARLY = -1; // Of the arrangement: the grid takes it over, and the first true one after it.
const LYING = ["desktop", "tablet", "phone"];

function placesOf({ layout, tiles }) {
  const drawn = new Set(tiles.map((tile) => tile.id));
  return Object.fromEntries(
    LYING.map((name) => [name, (layout.places[name] ?? []).filter((place) => drawn.has(place.tile))]),
  );
}

export function EarlyHome({ state, fields }) {
  const dispatch = useContext(DispatchContext)[state];
  const store = useContext(StateStoreContext);
  useEffect(() => {
    let isHere = true;
    const take = (home) => {
      const isLate = !isHere || store.getSnapshot(state)[fields.tiles]?.length > 0;
      if (isLate || !home?.tiles?.length) return;
      const worth = home.worth ? { [fields.worth]: home.worth.total } : {};
      const places = { [fields.places]: placesOf(home), [fields.revision]: EARLY };
      dispatch({ [fields.tiles]: home.tiles, ...places, ...worth });
    };
    window.companionHome?.then(take, () => {});
    delete window.companionHome;
    return () => { isHere = false; };
  }, []);
  return null;
}
