// <vaka-live src after order>: a list that the server keeps current. Each event carries one
// HTML fragment whose root has an id: it takes the place of the element with that id, or joins
// the list. An event named "remove" carries an id. `data-say` on a fragment is read out.
// EventSource resumes by itself with Last-Event-ID; `after` is where the page was rendered.

const AGAIN_MS = 2000;

class VakaLive extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("[data-list]") ?? this;
    this.state = this.querySelector("[data-live-state]");
    this.voice = this.querySelector("[data-live-voice]");
    this.last = this.getAttribute("after") ?? "";
    this.open();
  }

  disconnectedCallback() {
    clearTimeout(this.again);
    this.source?.close();
  }

  open() {
    const url = new URL(this.getAttribute("src"), location.href);
    if (this.last) url.searchParams.set("after", this.last);
    this.source = new EventSource(url);
    this.source.addEventListener("open", () => this.show("live"));
    this.source.addEventListener("error", () => this.away());
    this.source.addEventListener("message", (event) => this.take(event));
    this.source.addEventListener("remove", (event) => {
      this.last = event.lastEventId || this.last;
      document.getElementById(event.data)?.remove();
      this.tell();
    });
  }

  // A refused or broken answer closes an EventSource for good: then we begin again.
  away() {
    this.show("away");
    if (this.source.readyState !== EventSource.CLOSED) return;
    this.source.close();
    clearTimeout(this.again);
    this.again = setTimeout(() => this.open(), AGAIN_MS);
  }

  show(state) {
    if (this.dataset.state === state) return;
    this.dataset.state = state;
    if (!this.state) return;
    this.state.dataset.state = state;
    const clock = new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
    this.state.textContent = (this.getAttribute(`words-${state}`) ?? state).replace("{time}", clock);
  }

  take(event) {
    this.last = event.lastEventId || this.last;
    const holder = document.createElement("template");
    holder.innerHTML = event.data.trim();
    const fresh = holder.content.firstElementChild;
    if (!fresh?.id) return;
    this.sign(fresh);
    const old = document.getElementById(fresh.id);
    const held = old?.contains(document.activeElement) ? document.activeElement : null;
    if (old) old.replaceWith(fresh);
    else if (this.getAttribute("order") === "last") this.list.append(fresh);
    else this.list.prepend(fresh);
    if (held) this.hold(held, fresh);
    fresh.classList.add("live--fresh");
    window.htmx?.process(fresh);
    if (this.voice && fresh.dataset.say) this.voice.textContent = fresh.dataset.say;
    this.tell();
  }

  // Whoever stood on a row still stands on it, on the same control if it is still there.
  hold(held, fresh) {
    const same = held.id ? document.getElementById(held.id) : null;
    const target = same ?? fresh.querySelector("a, button") ?? fresh;
    if (target === fresh) fresh.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  // A fragment is rendered for everybody; the form token is this reader's own.
  sign(fresh) {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    for (const input of fresh.querySelectorAll('input[name="csrfmiddlewaretoken"]')) {
      input.value = headers["X-CSRFToken"] ?? "";
    }
  }

  tell() {
    const empty = this.querySelector("[data-live-empty]");
    if (empty) empty.hidden = this.list.children.length > 0;
    this.dispatchEvent(new CustomEvent("vaka:changed", { bubbles: true }));
  }
}

customElements.define("vaka-live", VakaLive);
