// <vaka-redaction>: choose a figure by clicking on it, draw what is to be covered. Both are in the
// forms beside the picture; this only saves the typing.

const LEAST = 4;

class VakaRedaction extends HTMLElement {
  connectedCallback() {
    this.svg = this.querySelector("svg");
    this.drawn = this.querySelector("[data-drawn]");
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.svg.addEventListener("pointermove", (event) => this.draw(event));
    this.svg.addEventListener("pointerup", (event) => this.end(event));
    this.svg.addEventListener("pointercancel", () => (this.from = null));
  }

  place(event) {
    const at = new DOMPoint(event.clientX, event.clientY);
    return at.matrixTransform(this.svg.getScreenCTM().inverse());
  }

  begin(event) {
    this.from = this.place(event);
    this.svg.setPointerCapture(event.pointerId);
  }

  area(event) {
    const to = this.place(event);
    const { width, height } = this.svg.viewBox.baseVal;
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    const [x1, x2] = [within(this.from.x, width), within(to.x, width)].sort((a, b) => a - b);
    const [y1, y2] = [within(this.from.y, height), within(to.y, height)].sort((a, b) => a - b);
    return { x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
  }

  draw(event) {
    if (!this.from) return;
    Object.entries(this.area(event)).forEach(([name, value]) => this.drawn.setAttribute(name, value));
  }

  end(event) {
    if (!this.from) return;
    const area = this.area(event);
    const from = this.from;
    this.from = null;
    if (area.width < LEAST && area.height < LEAST) this.choose(from);
    else this.fill(area);
  }

  choose(at) {
    const figures = [...this.querySelectorAll("[data-track] rect")];
    const hit = figures.find((rect) => {
      const { x, y, width, height } = rect.getBBox();
      return at.x >= x && at.x < x + width && at.y >= y && at.y < y + height;
    });
    if (hit) this.querySelector(`[name=follow][value="${hit.parentNode.dataset.track}"]`)?.click();
  }

  fill(area) {
    const { width, height } = this.svg.viewBox.baseVal;
    const parts = {
      left: area.x / width,
      top: area.y / height,
      width: area.width / width,
      height: area.height / height,
    };
    this.querySelector("details").open = true;
    for (const [name, part] of Object.entries(parts)) {
      this.querySelector(`[name=${name}]`).value = (part * 100).toFixed(1);
    }
  }
}

customElements.define("vaka-redaction", VakaRedaction);
