// What every block of a face needs: the view, the card's size, the icons, the fixed words.
import { createContext, useContext, useEffect, useLayoutEffect, useState } from "react";

export const SIZES = ["S", "M", "L", "XL"];
export const FaceContext = createContext(null);
export const useFace = () => useContext(FaceContext);
export const useBeforePaint = typeof window === "undefined" ? useEffect : useLayoutEffect;

export const stands = (size, since = "S", until = "XL") =>
  SIZES.indexOf(size) >= SIZES.indexOf(since) && SIZES.indexOf(size) <= SIZES.indexOf(until);

// What a host knows before anything is drawn; without it a face is drawn as M first.
export const SizeContext = createContext("M");

// The size of the card around the face: whoever holds it says so in `data-size`.
export function useSize(ref) {
  const known = useContext(SizeContext);
  const [size, setSize] = useState(SIZES.includes(known) ? known : "M");
  useBeforePaint(() => {
    // A tile may be drawn before the grid knows its size: the holder is found by either name.
    const holder = ref.current?.closest("[data-size], [data-tile]");
    if (!holder) return undefined;
    const read = () => setSize(SIZES.includes(holder.dataset.size) ? holder.dataset.size : "M");
    const watch = new MutationObserver(read);
    watch.observe(holder, { attributes: true, attributeFilter: ["data-size"] });
    read();
    return () => watch.disconnect();
  }, []);
  return size;
}

// What is done on a card is told to the page, which knows the card by its tile.
export function tell(name, element, detail) {
  const tile = element?.closest("[data-tile]")?.dataset.tile ?? "";
  window.dispatchEvent(new CustomEvent(`companion:${name}`, { detail: { tile, ...detail } }));
}
