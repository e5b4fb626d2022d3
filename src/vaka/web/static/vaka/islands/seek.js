// <vaka-seek from zone>: a slider over a strip of time, for mouse and keyboard alike. It says the
// instant and what there is of it. Beside a player it moves the pictures; on a form it fills in the
// stretch (`fills`: the fields of its beginning and its end).

const FOLLOW_MS = 500;
const FILLED_MINUTES = 5;

class VakaSeek extends HTMLElement {
  connectedCallback() {
    this.range = this.querySelector("input");
    this.told = this.querySelector("output");
    this.from = new Date(this.getAttribute("from"));
    this.bands = [...this.querySelectorAll("[data-words]")];
    this.player = document.querySelector("vaka-player[starts]");
    this.range.addEventListener("input", () => this.tell());
    this.range.addEventListener("change", () => this.go());
    this.range.addEventListener("pointerdown", () => (this.held = true));
    this.range.addEventListener("pointerup", () => (this.held = false));
    if (this.player) this.follower = setInterval(() => this.follow(), FOLLOW_MS);
    this.range.hidden = false;
  }

  disconnectedCallback() {
    clearInterval(this.follower);
  }

  get instant() {
    return new Date(this.from.getTime() + Number(this.range.value) * 1000);
  }

  clock(at) {
    const timeZone = this.getAttribute("zone");
    return at.toLocaleTimeString("sv-SE", { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
  }

  tell() {
    const share = (100 * Number(this.range.value)) / Number(this.range.max);
    const band = this.bands.find(({ dataset }) => share >= Number(dataset.starts) && share < Number(dataset.ends));
    const words = [this.clock(this.instant), band?.dataset.words].filter(Boolean).join(" · ");
    this.told.textContent = words;
    this.range.setAttribute("aria-valuetext", words);
  }

  go() {
    if (this.player) this.player.seek(this.instant);
    const [start, end] = (this.getAttribute("fills") ?? "").split(" ").map((id) => document.getElementById(id));
    if (start) start.value = this.clock(this.instant);
    if (end) end.value = this.after(start.value);
  }

  // So much later, and within the day.
  after(start) {
    const end = this.clock(new Date(this.instant.getTime() + FILLED_MINUTES * 60000));
    return end > start ? end : "23:59:59";
  }

  // Where the pictures are, so is the slider, unless somebody holds it.
  follow() {
    if (this.held || this.player.dataset.state !== "live") return;
    this.range.value = (this.player.instant() - this.from) / 1000;
    this.tell();
  }
}

customElements.define("vaka-seek", VakaSeek);
