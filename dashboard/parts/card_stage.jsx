// The stage of the playground: shows its card in the language, theme, edition and direction of the
// address, for this frame alone; what the person has chosen for the product stays as it is.
import { useEffect } from "react";
import { showAs } from "$/public/external/widgets/words/locale.jsx";

const KNOWN = {
  lang: ["en", "zh-Hans", "zh-Hant"],
  theme: ["light", "dark", "contrast", "contrast-dark"],
  senior: ["off", "on"],
  direction: ["ltr", "rtl"],
};

function asked() {
  const found = new URLSearchParams(window.location.search);
  const one = ([name, values]) => [name, values.includes(found.get(name)) ? found.get(name) : values[0]];
  return Object.fromEntries(Object.entries(KNOWN).map(one));
}

// The page's own theme would come back with the next look at what is stored.
function colour(scheme) {
  const root = document.documentElement;
  if (root.classList.contains(scheme) && root.classList.length === 1) return;
  root.className = scheme;
  root.style.colorScheme = scheme;
}

export function CardStage({ children }) {
  useEffect(() => {
    const { lang, theme, senior, direction } = asked();
    const scheme = theme.endsWith("dark") ? "dark" : "light";
    const watch = new MutationObserver(() => colour(scheme));
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
    colour(scheme);
    document.documentElement.dir = direction;
    showAs({
      language: lang,
      theme: theme.startsWith("contrast") ? "contrast" : theme,
      senior: senior === "on",
      hidden: false,
    });
    return () => watch.disconnect();
  }, []);
  return children;
}
