// Good morning, afternoon or evening by the reader's own clock.
import { useEffect, useLayoutEffect, useState } from "react";

const useBeforePaint = typeof window === "undefined" ? useEffect : useLayoutEffect;

export function Greeting({ morning = "", afternoon = "", evening = "", name = "" }) {
  const [hour, setHour] = useState(null);
  useBeforePaint(() => setHour(new Date().getHours()), []);
  if (hour === null) return <h1 data-greeting>{"\u00a0"}</h1>;
  const words = hour < 5 || hour >= 18 ? evening : hour < 12 ? morning : afternoon;
  const comma = /[\u4e00-\u9fff]/.test(words) ? "，" : ", ";
  return <h1 data-greeting>{name ? `${words}${comma}${name}` : words}</h1>;
}
