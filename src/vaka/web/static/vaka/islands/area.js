// <vaka-area>: draw the corners of an area on the still map inside it, by pointer or by keyboard.
// The textarea named by `for` is what the form posts: what is drawn is written there, and what is
// written there is drawn.

import { crosses, parts } from "./ring.js";

const SVG = "http://www.w3.org/2000/svg";
const DECIMALS = 7; // of a degree: about a centimetre
const REACH = 16; // px within which a corner is meant
const DRAG = 5; // px before a press is no click
const STEP = 24; // px a press of an arrow
const FINE = 2;
const METRES_A_DEGREE = 111_320;
const CLOSEST = 20; // m across
const FARTHEST = 100_000;
const SCALE = 0.3; // of the map, at most, is the bar that shows its scale

class VakaArea extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.stage = this.querySelector(".area__stage");
    this.svg = this.stage.querySelector("svg");
    this.status = this.querySelector("[role=status]");
    this.words = this.querySelector("[data-words]").dataset;
    const { width, height } = this.svg.viewBox.baseVal;
    this.whole = { x: 0, y: 0, width };
    this.shape = height / width;
    this.named = [...this.svg.querySelectorAll(".map-watched")].filter((one) => one.textContent);
    this.cameras = [...this.svg.querySelectorAll("g[transform]")];
    for (const one of this.cameras) one.dataset.at = one.getAttribute("transform");
    this.drawn = this.svg.appendChild(document.createElementNS(SVG, "g"));
    this.past = [];
    this.listen();
    this.read();
  }

  listen() {
    this.field.addEventListener("input", () => this.read());
    this.stage.addEventListener("pointerdown", (event) => this.press(event));
    this.stage.addEventListener("pointermove", (event) => this.drag(event));
    this.stage.addEventListener("pointerup", (event) => this.release(event));
    this.stage.addEventListener("pointercancel", () => this.drop());
    this.stage.addEventListener("keydown", (event) => this.type(event));
    this.stage.addEventListener("wheel", (event) => this.roll(event), { passive: false });
    this.addEventListener("click", (event) => {
      const act = event.target.closest("[data-act]")?.dataset.act;
      if (act) this[act]();
    });
    new ResizeObserver(() => this.draw()).observe(this.stage);
  }

  // Between degrees, the plane of the map and the screen.

  number(name) {
    return Number(this.getAttribute(name));
  }

  onto([longitude, latitude]) {
    const scale = this.number("scale");
    const x = (longitude - this.number("west")) * this.number("shrink") * scale;
    return [x, (this.number("north") - latitude) * scale];
  }

  degrees([x, y]) {
    const scale = this.number("scale");
    const longitude = this.number("west") + x / (this.number("shrink") * scale);
    const latitude = this.number("north") - y / scale;
    return [Number(longitude.toFixed(DECIMALS)), Number(latitude.toFixed(DECIMALS))];
  }

  /** Return how many metres a unit of the plane is. */
  get metres() {
    return METRES_A_DEGREE / this.number("scale");
  }

  /** Return how many units of the plane a pixel is. */
  get unit() {
    return this.view.width / (this.svg.clientWidth || this.whole.width);
  }

  under(event) {
    const box = this.svg.getBoundingClientRect();
    return [
      this.view.x + (event.clientX - box.left) * this.unit,
      this.view.y + (event.clientY - box.top) * this.unit,
    ];
  }

  /** Return which corner is meant by a place on the plane, -1 when none is. */
  near([x, y]) {
    const far = this.ring.map((corner) => {
      const [a, b] = this.onto(corner);
      return Math.hypot(a - x, b - y);
    });
    const least = Math.min(...far);
    return least <= REACH * this.unit ? far.indexOf(least) : -1;
  }

  // What is written.

  read() {
    this.ring = [];
    this.several = [];
    this.lifted = null;
    this.past = [];
    const text = this.field.value.trim();
    let told = "";
    try {
      const rings = text ? parts(text) : [];
      if (rings.length > 1) [this.several, told] = [rings, this.words.several];
      else this.ring = rings[0] ?? [];
      this.fit(rings.flat());
    } catch {
      told = this.words.unreadable;
      this.fit([]);
    }
    this.draw();
    this.say(told || this.sum());
  }

  write() {
    const ring = [...this.ring, this.ring[0]];
    const area = { type: "Polygon", coordinates: [ring] };
    this.field.value = this.ring.length > 2 ? JSON.stringify(area) : "";
  }

  /** Change the corners, so that it can be undone, and say what was done. */
  change(ring, words) {
    if (this.several.length) {
      this.say(this.words.several);
      return;
    }
    this.past.push(this.before ?? this.ring);
    this.before = null;
    this.ring = ring;
    this.write();
    this.draw();
    this.say(`${words} ${this.sum()}`);
  }

  add(place) {
    const count = this.ring.length + 1;
    this.change([...this.ring, this.degrees(place)], `${this.words.set} ${count}.`);
  }

  undo() {
    if (!this.past.length) return;
    this.ring = this.past.pop();
    this.lifted = this.before = null;
    this.write();
    this.draw();
    this.say(`${this.words.undone} ${this.sum()}`);
  }

  remove() {
    if (!this.ring.length) return;
    const meant = this.near(this.at);
    const gone = meant < 0 ? this.ring.length - 1 : meant;
    this.lifted = this.before = null;
    this.change(this.ring.toSpliced(gone, 1), `${this.words.removed} ${gone + 1}.`);
  }

  clear() {
    this.several = [];
    this.lifted = this.before = null;
    this.change([], this.words.cleared);
  }

  // By pointer: a click sets a corner, a corner is dragged, the ground too.

  press(event) {
    if (event.button || !event.isPrimary) return;
    const place = this.under(event);
    this.pressed = { event, place, view: this.view, corner: this.near(place), moved: false };
    this.stage.setPointerCapture(event.pointerId);
  }

  drag(event) {
    const from = this.pressed;
    if (!from) return;
    const [x, y] = [event.clientX - from.event.clientX, event.clientY - from.event.clientY];
    from.moved ||= Math.hypot(x, y) > DRAG;
    if (!from.moved) return;
    if (from.corner < 0) {
      this.view = { ...from.view, x: from.view.x - x * this.unit, y: from.view.y - y * this.unit };
    } else this.carry(from.corner, this.under(event));
    this.draw();
  }

  release(event) {
    const from = this.pressed;
    if (!from) return;
    this.pressed = null;
    this.at = this.under(event);
    this.stage.classList.remove("area__stage--keys");
    if (from.corner >= 0 && from.moved) this.put(from.corner);
    else if (from.corner >= 0) this.meanwhile(from.corner);
    else if (!from.moved) this.add(from.place);
  }

  roll(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 0.8 : 1.25, this.under(event));
  }

  carry(corner, place) {
    this.before ??= this.ring;
    this.ring = this.ring.with(corner, this.degrees(place));
  }

  put(corner) {
    this.lifted = null;
    this.change(this.ring, `${this.words.moved} ${corner + 1}.`);
  }

  meanwhile(corner) {
    this.at = this.onto(this.ring[corner]);
    this.draw();
    this.say(`${this.words.at} ${corner + 1}. ${this.where()}`);
  }

  // By keyboard: arrows move a cross, Enter sets a corner or lifts the one under it.

  type(event) {
    const step = (event.shiftKey ? FINE : STEP) * this.unit;
    const acts = {
      ArrowLeft: () => this.move(-step, 0),
      ArrowRight: () => this.move(step, 0),
      ArrowUp: () => this.move(0, -step),
      ArrowDown: () => this.move(0, step),
      Enter: () => this.enter(),
      " ": () => this.enter(),
      Backspace: () => this.remove(),
      Delete: () => this.remove(),
      Escape: () => this.drop(),
      PageDown: () => this.go(1),
      PageUp: () => this.go(-1),
      "+": () => this.closer(),
      "-": () => this.farther(),
      u: () => this.undo(),
    };
    if (event.ctrlKey && event.key === "z") acts.z = acts.u;
    const act = acts[event.key];
    if (!act || event.altKey || event.metaKey || (event.ctrlKey && event.key !== "z")) return;
    event.preventDefault();
    this.stage.classList.add("area__stage--keys");
    act();
  }

  move(x, y) {
    this.at = [this.at[0] + x, this.at[1] + y];
    if (this.lifted !== null) this.carry(this.lifted, this.at);
    this.follow();
    this.draw();
    this.say(this.where());
  }

  enter() {
    const meant = this.near(this.at);
    if (this.lifted !== null) this.put(this.lifted);
    else if (meant < 0) this.add(this.at);
    else {
      this.lifted = meant;
      this.at = this.onto(this.ring[meant]);
      this.draw();
      this.say(`${this.words.lifted} ${meant + 1}.`);
    }
  }

  drop() {
    this.ring = this.before ?? this.ring;
    this.lifted = this.before = this.pressed = null;
    this.draw();
    this.say(this.sum());
  }

  go(by) {
    const count = this.ring.length;
    if (!count || this.lifted !== null) return;
    const here = this.near(this.at);
    const next = here < 0 ? (by > 0 ? 0 : count - 1) : (here + by + count) % count;
    this.at = this.onto(this.ring[next]);
    this.follow();
    this.meanwhile(next);
  }

  // What is seen.

  closer() {
    this.zoom(0.5, this.at);
  }

  farther() {
    this.zoom(2, this.at);
  }

  zoom(by, [x, y]) {
    const least = CLOSEST / this.metres;
    const now = Math.min(Math.max(this.view.width * by, least), FARTHEST / this.metres);
    const kept = now / this.view.width;
    this.view = { x: x - (x - this.view.x) * kept, y: y - (y - this.view.y) * kept, width: now };
    this.draw();
  }

  /** Bring the cross into view. */
  follow() {
    const { x, y, width } = this.view;
    const height = width * this.shape;
    const rim = STEP * this.unit;
    const within = (at, from, long) => Math.min(Math.max(from, at + rim - long), at - rim);
    this.view = { x: within(this.at[0], x, width), y: within(this.at[1], y, height), width };
  }

  /** See the whole of some corners, or of the map. */
  fit(corners) {
    this.view = this.whole;
    if (corners.length) {
      const places = corners.map((corner) => this.onto(corner));
      const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
      const [west, north] = [Math.min(...xs), Math.min(...ys)];
      const [across, along] = [Math.max(...xs) - west, Math.max(...ys) - north];
      const width = Math.max(across, along / this.shape, CLOSEST / this.metres) * 2;
      const height = width * this.shape;
      this.view = { x: west + across / 2 - width / 2, y: north + along / 2 - height / 2, width };
    }
    const { x, y, width } = this.view;
    this.at = [x + width / 2, y + (width * this.shape) / 2];
  }

  draw() {
    const { x, y, width } = this.view;
    this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${width * this.shape}`);
    for (const one of this.cameras) {
      one.setAttribute("transform", `${one.dataset.at} scale(${width / this.whole.width})`);
    }
    const wrong = crosses(this.ring) ? " area__edge--wrong" : "";
    const closed = this.ring.length > 2 ? "Z" : "";
    const path = (ring, end) => `M${ring.map((corner) => this.onto(corner)).join("L")}${end}`;
    const outline = (ring) => this.element("path", "area__edge", { d: path(ring, "Z") });
    const outlines = this.several.map(outline);
    if (this.ring.length) {
      outlines.push(this.element("path", `area__edge${wrong}`, { d: path(this.ring, closed) }));
    }
    this.drawn.replaceChildren(...this.labels(), ...outlines, ...this.corners(), ...this.bar(), this.cross());
  }

  /** Return a bar of a round length, so that one knows how far it is. */
  bar() {
    const most = this.view.width * this.metres * SCALE;
    const round = [1, 2, 5].map((one) => one * 10 ** Math.floor(Math.log10(most)));
    const long = round.filter((one) => one <= most).at(-1);
    const [x, y] = [this.view.x + 12 * this.unit, this.view.y + this.view.width * this.shape - 12 * this.unit];
    const d = `M${x} ${y - 6 * this.unit}V${y}H${x + long / this.metres}v${-6 * this.unit}`;
    const place = { x: x + 4 * this.unit, y: y - 5 * this.unit, "font-size": 12 * this.unit };
    const words = this.element("text", "area__scale", place);
    words.textContent = long < 1000 ? `${long} m` : `${long / 1000} km`;
    return [this.element("path", "area__bar", { d }), words];
  }

  corners() {
    return this.ring.map((corner, n) => {
      const [cx, cy] = this.onto(corner);
      const lifted = n === this.lifted ? " area__corner--lifted" : "";
      return this.element("circle", `area__corner${lifted}`, { cx, cy, r: 8 * this.unit });
    });
  }

  cross() {
    const [[x, y], long] = [this.at, 14 * this.unit];
    const d = `M${x - long} ${y}H${x + long}M${x} ${y - long}V${y + long}`;
    return this.element("path", "area__cross", { d });
  }

  /** Return the names of the places, but for those that would lie upon one another. */
  labels() {
    const [high, taken] = [13 * this.unit, []];
    return this.named.flatMap((shape) => {
      const box = shape.getBBox();
      const [x, y, text] = [box.x + box.width / 2, box.y - high / 2, shape.textContent];
      const wide = (text.length * high) / 3;
      if (taken.some(([a, b, c]) => Math.abs(a - x) < wide + c && Math.abs(b - y) < high)) return [];
      taken.push([x, y, wide]);
      const label = this.element("text", "area__name", { x, y, "font-size": high });
      label.textContent = text;
      return [label];
    });
  }

  element(name, className, attributes) {
    const made = document.createElementNS(SVG, name);
    made.setAttribute("class", className);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // What is said.

  where() {
    const point = new DOMPoint(...this.at);
    const inside = this.named.filter((one) => one.isPointInFill(point)).map((one) => one.textContent);
    const language = document.documentElement.lang;
    const [east, north] = this.degrees(this.at).map((one) =>
      one.toLocaleString(language, { minimumFractionDigits: 5, maximumFractionDigits: 5 }),
    );
    return [...inside, `${north} N, ${east} ${this.words.east}`].join(". ");
  }

  sum() {
    if (!this.ring.length) return this.words.none;
    if (crosses(this.ring)) return this.words.crosses;
    return this.ring.length < 3 ? this.words.few : `${this.words.corners} ${this.ring.length}.`;
  }

  say(words) {
    this.status.textContent = words;
    this.status.classList.toggle("area__said--wrong", crosses(this.ring));
  }
}

customElements.define("vaka-area", VakaArea);
