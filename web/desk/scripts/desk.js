// Keys that click what is visible, and places in which an act opens. Every page does the same without this.
(() => {
  const all = words => [...document.querySelectorAll(words)];
  const list = document.getElementById("keys");
  if (!list) return;
  const tick = list.querySelector("input"), opener = all("[data-does=keys]")[0], OFF = "desk-keys-off";
  const keyed = () => all("[aria-keyshortcuts]").filter(each => each.checkVisibility());
  tick.checked = localStorage.getItem(OFF) === "yes";
  tick.onchange = () => localStorage.setItem(OFF, tick.checked ? "yes" : "");
  opener.hidden = false;
  const show = () => {
    list.querySelector("ul").replaceChildren(...keyed().map(each => {
      const line = document.createElement("li"), key = document.createElement("kbd");
      key.textContent = each.ariaKeyShortcuts || each.getAttribute("aria-keyshortcuts");
      line.append(key, " ", each.ariaLabel || each.placeholder || each.textContent.trim());
      return line;
    }));
    list.showModal();
  };
  document.addEventListener("keydown", event => {
    const typed = event.target.closest("input, textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey || typed || tick.checked || list.open) return;
    const found = keyed().find(each => each.getAttribute("aria-keyshortcuts") === event.key);
    if (!found) return;
    event.preventDefault();
    found.matches("input") ? found.focus() : found.click();
  });
  const openers = new WeakMap();
  const close = place => { place.replaceChildren(); openers.get(place)?.focus(); };
  document.addEventListener("click", event => {
    const does = event.target.closest("[data-does]")?.dataset.does;
    if (does === "keys") show();
    if (does === "close") close(event.target.closest(".place"));
  });
  document.addEventListener("keydown", event => {
    const place = event.key === "Escape" && event.target.closest(".place");
    if (place && place.querySelector("[data-does=close]")?.checkVisibility()) close(place);
  });
  document.addEventListener("htmx:beforeSwap", event => {
    const place = event.detail.target, by = event.detail.requestConfig.elt;
    if (!place.matches(".place")) return;
    if (!place.contains(by)) openers.set(place, by.querySelector?.("button") || by);
    all(".place").forEach(each => each === place || each.replaceChildren());
  });
})();
