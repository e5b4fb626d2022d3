// <vaka-console>: keys, the live line, sound. The page works without it; it adds only haste.
// Nothing moves under the operator's fingers: a row that has the focus stays where it is, a part
// of the desk that is being written in is not exchanged.

import { Line } from "./line.js";
import { Sound } from "./sound.js";

const AGE_EVERY_MS = 10000;
const MISSED_SHOWN = 5;

class Console extends HTMLElement {
  connectedCallback() {
    this.calls = this.querySelector(".calls");
    this.state = this.querySelector(".live__state");
    this.missed = new Map();
    this.more = Number(this.getAttribute("more"));
    this.title = document.title;
    this.ending = new AbortController();
    const { signal } = this.ending;
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    document.body.addEventListener("htmx:afterSwap", (event) => this.swapped(event), { signal });
    this.answer(signal);
    this.addEventListener("focusout", () => setTimeout(() => this.settle()), { signal });
    this.prepare(signal);
    this.ages();
    this.clock = setInterval(() => this.ages(), AGE_EVERY_MS);
    this.mark();
    this.line = new Line(this.getAttribute("stream"), this.getAttribute("position"), this, signal);
  }

  disconnectedCallback() {
    this.ending.abort();
    clearInterval(this.clock);
  }

  prepare(signal) {
    const help = this.querySelector(".console__help");
    const sound = this.querySelector(".console__sound");
    const keys = this.querySelector(".console__keys");
    const lettered = this.querySelector("#keys-on");
    sound.hidden = keys.hidden = false;
    this.sound = new Sound(sound, signal);
    keys.addEventListener("click", () => help.showModal(), { signal });
    lettered.checked = localStorage.getItem("console-keys") !== "off";
    lettered.addEventListener(
      "change",
      () => localStorage.setItem("console-keys", lettered.checked ? "on" : "off"),
      { signal },
    );
    this.querySelector(".console__missed button").addEventListener(
      "click",
      () => {
        this.missed.clear();
        this.querySelector(".console__missed").hidden = true;
      },
      { signal },
    );
    const above = this.querySelector(".console__above");
    above.addEventListener("click", () => this.toTop(), { signal });
    this.calls.addEventListener(
      "scroll",
      () => {
        if (this.calls.scrollTop < 8) above.hidden = true;
      },
      { signal },
    );
  }

  // ---- the live line
  away(since) {
    this.state.dataset.state = "away";
    this.say(`${this.getAttribute("words-away")} ${since.toLocaleTimeString("sv-SE")}`);
  }

  back(awaySince, release) {
    this.state.dataset.state = "open";
    this.say("");
    this.login.hidden = true;
    const newer = release !== this.getAttribute("release");
    this.querySelector(".console__newer").hidden = !newer;
    if (!awaySince) return;
    if (this.missed.size) this.tellMissed(awaySince);
    this.refreshDesk(this.open);
  }

  loggedOut() {
    this.state.dataset.state = "away";
    this.say(this.getAttribute("words-out"));
    this.login.hidden = false;
  }

  tellMissed(awaySince) {
    const note = this.querySelector(".console__missed");
    const from = awaySince.toLocaleTimeString("sv-SE");
    const to = new Date().toLocaleTimeString("sv-SE");
    note.querySelector("p").textContent =
      `${this.getAttribute("words-missed")}: ${this.missed.size} (${from}–${to})`;
    const lines = [...this.missed.values()].slice(0, MISSED_SHOWN).map((words) => {
      const line = document.createElement("li");
      line.textContent = words;
      return line;
    });
    note.querySelector("ul").replaceChildren(...lines);
    note.hidden = false;
  }

  say(words) {
    this.state.querySelector(".console__line").textContent = words;
  }

  // ---- the queue
  change(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = holder.content.querySelector(".call");
    const old = this.querySelector(`#call-${fresh.dataset.id}`);
    if (this.line.awaySince) this.missed.set(fresh.dataset.id, inWords(fresh));
    if (fresh.dataset.state === "closed") {
      if (old) this.renew(old, fresh);
      this.settle();
    } else if (old) {
      const steps = fresh.dataset.escalated - old.dataset.escalated;
      this.renew(old, fresh);
      if (steps > 0) this.announce(old, `${this.getAttribute("words-escalated")}. `);
    } else {
      this.insert(fresh);
      this.announce(fresh);
    }
    this.refreshDesk(fresh.dataset.id);
    this.age(old ?? fresh);
    this.mark();
    this.count();
  }

  renew(old, fresh) {
    const moved = old.dataset.order !== fresh.dataset.order;
    const held = old.contains(document.activeElement);
    old.className = fresh.className;
    for (const name of ["state", "priority", "order", "changed", "escalated"]) {
      old.dataset[name] = fresh.dataset[name];
    }
    old.querySelector(".call__way").innerHTML = fresh.querySelector(".call__way").innerHTML;
    if (!moved) return;
    if (held) old.dataset.late = "yes";
    else this.insert(old);
  }

  insert(row) {
    const next = [...this.calls.children].find(
      (one) => one !== row && one.dataset.order > row.dataset.order,
    );
    const known = row.isConnected;
    this.still(() => this.calls.insertBefore(row, next ?? null));
    if (!known) window.htmx?.process(row);
  }

  // Keep what the operator has the focus on, or looks at, where it is on the screen.
  still(change) {
    const anchor = this.anchor();
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (!anchor?.isConnected) return;
    const shift = anchor.getBoundingClientRect().top - before;
    if (!shift) return;
    this.calls.scrollTop += shift;
    if (shift > 0) {
      const above = this.querySelector(".console__above");
      above.textContent = `↑ ${this.getAttribute("words-new")}`;
      above.hidden = false;
    }
  }

  anchor() {
    const held = document.activeElement?.closest?.(".call");
    if (held) return held;
    if (this.calls.scrollTop < 8) return null;
    const edge = this.calls.getBoundingClientRect().top;
    return [...this.calls.children].find((row) => row.getBoundingClientRect().top >= edge);
  }

  // What was put off while a row had the focus.
  settle() {
    for (const row of [...this.calls.children]) {
      if (row.contains(document.activeElement)) continue;
      if (row.dataset.state === "closed") {
        this.still(() => row.remove());
        this.refill();
      }
      else if (row.dataset.late) {
        delete row.dataset.late;
        this.insert(row);
      }
    }
    this.count();
  }

  // The page shows the most urgent; as they are closed, the next ones are fetched.
  async refill() {
    if (!this.more || this.refilling) return;
    this.refilling = true;
    try {
      const answer = await asked(location.pathname);
      if (!answer) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.more = Number(page.querySelector("vaka-console").getAttribute("more"));
      this.querySelector(".console__more").hidden = !this.more;
      for (const row of page.querySelectorAll(".call")) {
        if (!this.querySelector(`#call-${row.dataset.id}`)) this.insert(row);
      }
      this.ages();
      this.count();
    } finally {
      this.refilling = false;
    }
  }

  toTop() {
    this.calls.scrollTop = 0;
    this.querySelector(".console__above").hidden = true;
    this.calls.querySelector(".call__way")?.focus();
  }

  count() {
    const open = this.calls.querySelectorAll(".call:not(.call--closed)").length;
    const waiting = this.calls.querySelectorAll(".call--new").length;
    this.querySelector(".console__count").textContent = open + this.more;
    this.querySelector(".console__calm").hidden = open > 0;
    document.title = waiting ? `(${waiting}) ${this.title}` : this.title;
  }

  ages() {
    for (const row of this.calls.children) this.age(row);
  }

  age(row) {
    const time = row.querySelector(".call__age");
    const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000);
    const words =
      minutes < 60
        ? `${Math.max(0, minutes)} ${this.getAttribute("words-minutes")}`
        : `${Math.floor(minutes / 60)} ${this.getAttribute("words-hours")}`;
    if (time.textContent !== words) time.textContent = words;
  }

  announce(row, before = "") {
    row.classList.add("live--fresh");
    this.sound.warn(Number(row.dataset.priority));
    if (Number(row.dataset.priority) > 2) return;
    this.querySelector(".console__alert").textContent = before + inWords(row);
    this.classList.remove("console--flash");
    requestAnimationFrame(() => this.classList.add("console--flash"));
  }

  // ---- the desk
  get open() {
    return this.querySelector(".desk")?.dataset.incident;
  }

  mark() {
    for (const way of this.calls.querySelectorAll(".call__way[aria-current]")) {
      way.removeAttribute("aria-current");
    }
    const here = this.open && this.querySelector(`#call-${this.open} .call__way`);
    here?.setAttribute("aria-current", "true");
    this.classList.toggle("console--open", Boolean(this.open));
  }

  async refreshDesk(id) {
    if (!id || this.open !== id) return;
    const way = this.querySelector(`#call-${id} .call__way`);
    if (!way) return;
    const answer = await asked(way.getAttribute("hx-get"));
    if (!answer || this.open !== id) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.querySelector(".desk");
    const desk = this.querySelector(".desk");
    if (fresh.dataset.state !== desk.dataset.state && !desk.contains(document.activeElement)) {
      desk.replaceWith(fresh);
      window.htmx?.process(fresh);
      return;
    }
    for (const part of desk.querySelectorAll("[data-part]")) {
      const other = fresh.querySelector(`#${part.id}`);
      if (!other || part.contains(document.activeElement)) continue;
      if (other.innerHTML === part.innerHTML) continue;
      part.replaceWith(other);
      window.htmx?.process(other);
    }
  }

  swapped(event) {
    if (event.detail.target.id !== "panel") return;
    this.querySelector(".console__unsent").hidden = true;
    this.mark();
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body) return;
    const next = [".steps__step--here button", "#close-outcome", "#desk-title"]
      .map((selector) => this.querySelector(selector))
      .find(Boolean);
    next?.focus({ preventScroll: true });
  }

  // What an act met when it met no desk: nobody, a refusal, or the login.
  answer(signal) {
    const on = (name, act) => document.body.addEventListener(`htmx:${name}`, act, { signal });
    on("sendError", () => this.unsent(this.getAttribute("words-unsent")));
    on("responseError", () => this.unsent(this.getAttribute("words-refused")));
    on("beforeSwap", (event) => {
      const { xhr } = event.detail;
      if (new URL(xhr.responseURL).pathname !== this.login.pathname) return;
      event.detail.shouldSwap = false;
      this.unsent(this.getAttribute("words-unsent"));
      // The old line may last for minutes; a new one is told that we are logged out.
      this.line.open();
    });
  }

  unsent(words) {
    const note = this.querySelector(".console__unsent");
    note.textContent = words;
    note.hidden = false;
  }

  get login() {
    return this.querySelector(".console__login");
  }

  // ---- keys
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    const typing = event.target.closest?.("input, textarea, select");
    if (event.key === "Escape") {
      const here = this.querySelector(".call__way[aria-current]") ?? this.rows[0];
      here?.focus();
      return;
    }
    const act = KEYS[event.key.toLowerCase()];
    if (typing || !act || !this.querySelector("#keys-on").checked) return;
    event.preventDefault();
    act(this);
  }

  get rows() {
    return [...this.calls.querySelectorAll(".call__way")];
  }

  step(by) {
    const { rows } = this;
    const at = rows.indexOf(document.activeElement);
    const from = at >= 0 ? at : rows.findIndex((row) => row.hasAttribute("aria-current"));
    const to = from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + (at < 0 ? 0 : by)));
    rows[to]?.focus();
    rows[to]?.scrollIntoView({ block: "nearest" });
  }

  reach(selector) {
    const found = this.querySelector(selector);
    found?.focus();
    found?.scrollIntoView({ block: "nearest" });
  }
}

const KEYS = {
  j: (desk) => desk.step(1),
  k: (desk) => desk.step(-1),
  a: (desk) => desk.querySelector("#act-acknowledge")?.click(),
  b: (desk) => desk.reach("#part-verify button"),
  d: (desk) => desk.reach("#part-send button"),
  c: (desk) => desk.reach(".steps__step--here button"),
  l: (desk) => desk.reach("#entry-text"),
  v: (desk) => desk.reach("a.cameras__way"),
  x: (desk) => desk.reach("#close-outcome"),
  s: (desk) => desk.sound.toggle(),
  "?": (desk) => desk.querySelector(".console__help").showModal(),
};

// Return an answer that is ours; null when there is none, or it is the login's.
async function asked(address) {
  const answer = await fetch(address).catch(() => null);
  return answer?.ok && !answer.redirected ? answer : null;
}

function inWords(row) {
  const what = row.querySelector(".call__what").textContent;
  return `${what}. ${row.querySelector(".call__where").textContent}`;
}

customElements.define("vaka-console", Console);
