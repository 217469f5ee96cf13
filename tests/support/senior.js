// What the senior edition promises, measured on the page as it is drawn: fonts, targets, links.
(least) => {
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const isInside = box.width > 0 && box.height > 0 && box.bottom + scrollY > 0 && box.right > 0;
    return isInside && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      && !element.closest(".visually-hidden, .skip, [inert], [data-ribbon]");
  };
  const named = (element) =>
    `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}.${element.className?.baseVal ?? element.className}`
    + ` "${(element.getAttribute("aria-label") || element.textContent || "").trim().slice(0, 40)}"`;

  const fonts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || element.closest("script, style, noscript") || !isSeen(element)) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < least.font - 0.1) fonts.push(`${size.toFixed(1)} px: ${named(element)}`);
  }

  // Within running words a link is as high as its line: the law of targets leaves it out, too.
  const isInWords = (element) => {
    const parent = element.parentElement;
    return getComputedStyle(element).display === "inline"
      && [...parent.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim().length > 3);
  };
  const boxOf = (element) => {
    const whole = element.matches(".stretched") && element.closest(".card, .item, .product-row, .card-line");
    const label = element.labels?.[0];
    const all = [whole || element, label].filter(Boolean).map((one) => one.getBoundingClientRect());
    return { width: Math.max(...all.map((one) => one.width)), height: Math.max(...all.map((one) => one.height)) };
  };
  const selector = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=menuitem]";
  const targets = [...document.querySelectorAll(selector)]
    .filter((element) => isSeen(element) && !element.disabled && !isInWords(element))
    .map((element) => [element, boxOf(element)])
    .filter(([, box]) => Math.min(box.width, box.height) < least.target - 0.5)
    .map(([element, box]) => `${box.width.toFixed(0)} x ${box.height.toFixed(0)} px: ${named(element)}`);

  const linked = (start) =>
    [...document.querySelectorAll(`main a[href^="${start}"]`)].filter((element) => isSeen(element))
      .map((element) => decodeURIComponent(new URL(element.href).pathname.slice(start.length)));
  const root = document.documentElement;
  const wide = Math.max(0, root.scrollWidth - root.clientWidth);
  return { wide, fonts: [...new Set(fonts)], targets, contents: linked("/read/"), products: linked("/products/") };
}
