// Runs in the head of every page: what the cookie says of the view stands before the first paint.
(function () {
  var root = document.documentElement;
  try {
    var found = document.cookie.match(/(?:^|; )companion_view=([^;]+)/);
    var view = found ? found[1].split(".") : [];
    var wants = function (query) { return window.matchMedia(query).matches; };
    var theme = /^(light|dark|contrast|system)$/.test(view[1] || "") ? view[1] : "system";
    var chosen = theme === "light" || theme === "dark" ? theme : "";
    var colours = chosen || (wants("(prefers-color-scheme: dark)") ? "dark" : "light");
    localStorage.setItem("theme", chosen || "system");
    root.classList.remove("light", "dark");
    root.classList.add(colours);
    root.style.colorScheme = colours;
    // As widgets/locale.jsx guesses where nothing was chosen.
    var first = (navigator.language || "").toLowerCase();
    var guessed = !/^zh/.test(first) ? "en" : /hant|tw|hk|mo/.test(first) ? "zh-Hant" : "zh-Hans";
    root.lang = /^(zh-Hans|zh-Hant|en)$/.test(view[0] || "") ? view[0] : guessed;
    root.dataset.senior = view[3] === "1" ? "on" : "off";
    root.dataset.scale = /^(150|175|200)$/.test(view[4] || "") ? view[4] : "150";
    root.dataset.contrast =
      theme === "contrast" || (theme === "system" && wants("(prefers-contrast: more)")) ? "on" : "off";
    // None of our languages runs from right to left: `?dir=rtl` tries the mirrored page out.
    var asked = /[?&]dir=(rtl|ltr)(?:&|$)/.exec(location.search);
    if (asked) sessionStorage.setItem("companion_dir", asked[1]);
    if (sessionStorage.getItem("companion_dir") === "rtl") root.dir = "rtl";
  } catch {
    // Storage is off: the page is dressed as soon as its script runs.
  }
})();
