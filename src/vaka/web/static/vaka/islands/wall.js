// <vaka-wall>: many players. Each cell in sight is asked for, each out of sight is let go; one that
// breaks comes again by itself. What the terms refuse is not asked for: that would be a line on the
// record each time. The server says when it may be shown again.

const ASK_MS = 10000;
const TEND_MS = 500;
// Who scrolls past a cell has not looked at it.
const STAYS_MS = 700;
const AGAIN_MS = [500, 2000, 5000, 15000, 30000];
const STEADY_MS = 10000;

class VakaWall extends HTMLElement {
  connectedCallback() {
    this.showing = false;
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    this.addEventListener("vaka:over", (event) => this.over(event), { signal });
    document.body.addEventListener("htmx:afterSettle", (event) => this.changed(event), { signal });
    document.addEventListener("visibilitychange", () => this.tend(), { signal });
    this.sights = new IntersectionObserver((seen) => this.saw(seen), { threshold: 0.2 });
    this.timers = [setInterval(() => this.tend(), TEND_MS), setInterval(() => this.ask(), ASK_MS)];
    this.take();
  }

  disconnectedCallback() {
    this.ending.abort();
    this.sights.disconnect();
    this.timers.forEach(clearInterval);
  }

  // Another size or page was chosen. htmx would copy the page for its history, videos and all.
  changed(event) {
    history.replaceState(null, "", event.detail.pathInfo.requestPath);
    this.take();
  }

  // The cells that are here now.
  take() {
    this.sights.disconnect();
    this.cells = new Map();
    for (const cell of this.querySelectorAll("[data-camera]")) {
      const player = cell.querySelector("vaka-player");
      this.cells.set(player, { cell, player, seen: null, failures: 0, next: 0, began: 0 });
      this.sights.observe(cell);
    }
    this.button = this.querySelector("[data-play-all]");
    this.button.hidden = false;
    this.querySelector("[data-full]").hidden = !document.fullscreenEnabled;
    this.say();
  }

  clicked(event) {
    if (event.target.closest("[data-play-all]")) {
      this.showing = !this.showing;
      for (const each of this.cells.values()) Object.assign(each, { failures: 0, next: 0, held: false });
      this.say();
      this.tend();
    }
    if (event.target.closest("[data-full]")) {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.requestFullscreen();
    }
    // Who stops one cell of a wall wants it to stay so.
    const each = this.cells.get(event.target.closest("vaka-player"));
    if (each && event.target.closest("[data-play]")) each.held = !each.player.stopper;
  }

  say() {
    const word = this.showing ? "stop" : "show";
    this.button.querySelector("[data-word]").textContent = this.getAttribute(`words-${word}`);
  }

  saw(seen) {
    for (const { target, isIntersecting } of seen) {
      const each = this.cells.get(target.querySelector("vaka-player"));
      if (each) each.seen = isIntersecting ? (each.seen ?? Date.now()) : null;
    }
    this.tend();
  }

  tend() {
    const now = Date.now();
    for (const each of this.cells.values()) {
      const inSight = document.visibilityState === "visible" && each.seen;
      if (each.player.stopper) {
        if (!inSight || (each.ours && !this.showing)) this.end(each);
      } else if (this.showing && !each.held && inSight && now - each.seen >= STAYS_MS) {
        if (now >= each.next && each.cell.querySelector("[data-why]").hidden) this.begin(each, now);
      }
    }
  }

  begin(each, now) {
    Object.assign(each, { ours: true, began: now });
    each.player.start();
  }

  end(each) {
    each.let = true;
    each.player.stop();
    Object.assign(each, { let: false, ours: false, next: 0 });
  }

  // A view is over. Why stands in its cell; whether it may come again, the server says.
  over(event) {
    const each = this.cells.get(event.target);
    if (!each || each.let) return;
    const cannot = each.player.state.textContent === each.player.words("undecodable");
    const steady = Date.now() - each.began >= STEADY_MS;
    each.failures = steady ? 0 : Math.min(each.failures + 1, AGAIN_MS.length - 1);
    each.next = Infinity;
    if (cannot || !this.showing) return;
    this.ask().then(() => {
      each.next = Date.now() + AGAIN_MS[each.failures];
    });
  }

  // How the cameras are now, and which may be shown.
  async ask() {
    if (!this.showing || document.visibilityState !== "visible") return;
    const url = new URL(this.getAttribute("state-url"), location.href);
    for (const { cell } of this.cells.values()) url.searchParams.append("camera", cell.dataset.camera);
    const answer = await fetch(url, { redirect: "error" }).catch(() => null);
    const told = answer?.ok ? await answer.json() : null;
    this.querySelector("[data-line]").textContent = told ? "" : this.getAttribute("words-away");
    if (!told) return;
    for (const { cell } of this.cells.values()) this.mark(cell, told[cell.dataset.camera]);
  }

  mark(cell, told) {
    if (!told) return;
    const why = cell.querySelector("[data-why]");
    const health = cell.querySelector("[data-health]");
    if (why.textContent !== told.why) why.textContent = told.why;
    why.hidden = !told.why;
    if (health.textContent !== told.health) health.textContent = told.health;
    health.classList.toggle("cell__health--fault", told.at_fault);
  }
}

customElements.define("vaka-wall", VakaWall);
