// The stage of the playground: dresses the page in a language, theme, edition and direction while it
// stands there. Nothing is kept: what the person has chosen for the product comes back afterwards.
import { useEffect, useRef } from "react";
import { showAs, useView } from "$/public/external/widgets/words/locale.jsx";

export function CardStage({ lang, theme, senior, direction, children }) {
  const own = useRef(null);
  const view = useView();
  if (own.current === null) own.current = view;
  useEffect(() => {
    const before = own.current;
    showAs({
      language: lang || before.language,
      theme: theme || before.theme,
      senior: senior ? senior === "on" : before.senior,
    });
    document.documentElement.dir = direction || "ltr";
  }, [lang, theme, senior, direction]);
  useEffect(() => () => {
    showAs(own.current);
    document.documentElement.removeAttribute("dir");
  }, []);
  return children;
}
