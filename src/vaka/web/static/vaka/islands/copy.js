// <vaka-copy>: a button beside a text that is to be kept. Without it the text is marked by hand.

class VakaCopy extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("[data-copy]");
    this.button = this.querySelector("button");
    // Only where the page came over a safe line does a browser let us.
    if (!navigator.clipboard) return;
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.copy());
  }

  async copy() {
    await navigator.clipboard.writeText(this.text.textContent);
    this.button.textContent = this.button.dataset.copied;
  }
}

customElements.define("vaka-copy", VakaCopy);
