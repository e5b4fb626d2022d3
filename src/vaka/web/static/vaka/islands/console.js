// <vaka-console>: keys, the live line, sound. The page works without it; it adds only haste.
// Nothing moves under the operator's fingers: a row that has the focus stays where it is, a part
// of the desk that is being written in is not exchanged.

const AWAY_AFTER_MS = 1500;
const AGE_EVERY_MS = 10000;
const TRY_AGAIN_MS = 2000;

class Console extends HTMLElement {
  connectedCallback() {
    this.calls = this.querySelector(".calls");
    this.line = this.querySelector(".live__state");
    this.position = this.getAttribute("position");
    this.missed = 0;
    this.awaySince = null;
    this.title = document.title;
    this.ending = new AbortController();
    const { signal } = this.ending;
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    document.body.addEventListener("htmx:afterSwap", (event) => this.swapped(event), { signal });
    this.addEventListener("focusout", () => setTimeout(() => this.settle()), { signal });
    this.prepare(signal);
    this.ages();
    this.clock = setInterval(() => this.ages(), AGE_EVERY_MS);
    this.mark();
    this.listen();
  }

  disconnectedCallback() {
    this.ending.abort();
    clearInterval(this.clock);
    clearTimeout(this.awayTimer);
    this.source?.close();
  }

  prepare(signal) {
    const help = this.querySelector(".console__help");
    const sound = this.querySelector(".console__sound");
    const keys = this.querySelector(".console__keys");
    const lettered = this.querySelector("#keys-on");
    sound.hidden = keys.hidden = false;
    sound.addEventListener("click", () => this.toggleSound(), { signal });
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
        this.missed = 0;
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
  listen() {
    const address = `${this.getAttribute("stream")}?since=${this.position}`;
    this.source = new EventSource(address);
    this.source.addEventListener("incident", (event) => {
      this.position = event.lastEventId;
      if (this.awaySince) this.missed += 1;
      this.take(event.data);
    });
    for (const name of ["ready", "beat"]) {
      this.source.addEventListener(name, (event) => {
        this.position = event.lastEventId;
        this.back();
      });
    }
    this.source.addEventListener("error", () => {
      this.lost();
      if (this.source.readyState === EventSource.CLOSED) {
        setTimeout(() => this.isConnected && this.listen(), TRY_AGAIN_MS);
      }
    });
  }

  lost() {
    if (this.awaySince || this.awayTimer) return;
    const since = new Date();
    this.awayTimer = setTimeout(() => {
      this.awaySince = since;
      this.line.dataset.state = "away";
      this.say(`${this.getAttribute("words-away")} ${since.toLocaleTimeString("sv-SE")}`);
    }, AWAY_AFTER_MS);
  }

  back() {
    clearTimeout(this.awayTimer);
    this.awayTimer = null;
    this.line.dataset.state = "open";
    this.say("");
    if (this.awaySince && this.missed) {
      const note = this.querySelector(".console__missed");
      const from = this.awaySince.toLocaleTimeString("sv-SE");
      const to = new Date().toLocaleTimeString("sv-SE");
      note.querySelector("p").textContent =
        `${this.getAttribute("words-missed")}: ${this.missed} (${from}–${to})`;
      note.hidden = false;
    }
    this.awaySince = null;
  }

  say(words) {
    this.line.querySelector(".console__line").textContent = words;
  }

  // ---- the queue
  take(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = holder.content.querySelector(".call");
    const old = this.querySelector(`#call-${fresh.dataset.id}`);
    if (fresh.dataset.state === "closed") {
      if (old) this.renew(old, fresh);
      this.settle();
    } else if (old) {
      this.renew(old, fresh);
    } else {
      this.insert(fresh);
      this.announce(fresh);
    }
    this.refreshDesk(fresh.dataset.id);
    this.ages();
    this.mark();
    this.count();
  }

  renew(old, fresh) {
    const moved = old.dataset.order !== fresh.dataset.order;
    const held = old.contains(document.activeElement);
    old.className = fresh.className;
    for (const name of ["state", "priority", "order", "changed"]) {
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
      if (row.dataset.state === "closed") this.still(() => row.remove());
      else if (row.dataset.late) {
        delete row.dataset.late;
        this.insert(row);
      }
    }
    this.count();
  }

  toTop() {
    this.calls.scrollTop = 0;
    this.querySelector(".console__above").hidden = true;
    this.calls.querySelector(".call__way")?.focus();
  }

  count() {
    const open = this.calls.querySelectorAll(".call:not(.call--closed)").length;
    const waiting = this.calls.querySelectorAll(".call--new").length;
    this.querySelector(".console__count").textContent = open;
    this.querySelector(".console__calm").hidden = open > 0;
    document.title = waiting ? `(${waiting}) ${this.title}` : this.title;
  }

  ages() {
    for (const time of this.calls.querySelectorAll(".call__age")) {
      const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000);
      time.textContent =
        minutes < 60
          ? `${Math.max(0, minutes)} ${this.getAttribute("words-minutes")}`
          : `${Math.floor(minutes / 60)} ${this.getAttribute("words-hours")}`;
    }
  }

  announce(row) {
    row.classList.add("live--fresh");
    if (Number(row.dataset.priority) > 2) return;
    const what = row.querySelector(".call__what").textContent;
    const where = row.querySelector(".call__where").textContent;
    this.querySelector(".console__alert").textContent = `${what}. ${where}`;
    this.classList.remove("console--flash");
    requestAnimationFrame(() => this.classList.add("console--flash"));
    this.sound?.(Number(row.dataset.priority));
  }

  toggleSound() {
    const button = this.querySelector(".console__sound");
    if (this.sound) {
      this.sound = null;
    } else {
      const audio = new AudioContext();
      this.sound = (priority) => tones(audio, priority);
      this.sound(2);
    }
    button.setAttribute("aria-pressed", String(Boolean(this.sound)));
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
    if (this.open !== id) return;
    const way = this.querySelector(`#call-${id} .call__way`);
    if (!way) return;
    const answer = await fetch(way.getAttribute("hx-get"));
    if (!answer.ok || this.open !== id) return;
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
    this.mark();
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body) return;
    const next = [".steps__step--here button", "#close-outcome", "#desk-title"]
      .map((selector) => this.querySelector(selector))
      .find(Boolean);
    next?.focus({ preventScroll: true });
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
  s: (desk) => desk.toggleSound(),
  "?": (desk) => desk.querySelector(".console__help").showModal(),
};

// Two tones: three quick high ones for priority 1, a slow pair for 2.
function tones(audio, priority) {
  const notes = priority === 1 ? [880, 1175, 880, 1175, 880, 1175] : [660, 523];
  const length = priority === 1 ? 0.14 : 0.32;
  notes.forEach((frequency, index) => {
    const from = audio.currentTime + index * length;
    const voice = new OscillatorNode(audio, { frequency, type: "triangle" });
    const level = new GainNode(audio, { gain: 0 });
    level.gain.setValueAtTime(0, from);
    level.gain.linearRampToValueAtTime(0.25, from + 0.02);
    level.gain.linearRampToValueAtTime(0, from + length * 0.9);
    voice.connect(level).connect(audio.destination);
    voice.start(from);
    voice.stop(from + length);
  });
}

customElements.define("vaka-console", Console);
