// The console's sound: our own tones, on or off by choice, and the choice remembered.

export class Sound {
  constructor(button, signal) {
    this.button = button;
    button.addEventListener("click", () => this.toggle(), { signal });
    if (localStorage.getItem("console-sound") !== "on") return;
    this.on();
    // A browser lets it be heard from the first key or click on.
    for (const hand of ["keydown", "pointerdown"]) {
      document.addEventListener(hand, () => this.audio?.resume(), { once: true, signal });
    }
  }

  warn(priority) {
    if (this.audio?.state !== "running") return;
    // In a storm one warning at a time is what an ear can use.
    if (this.audio.currentTime < this.quietUntil) return;
    this.quietUntil = this.audio.currentTime + tones(this.audio, priority);
    this.button.dataset.sounded = Number(this.button.dataset.sounded ?? 0) + 1;
  }

  on() {
    this.audio = new AudioContext();
    this.quietUntil = 0;
    this.button.setAttribute("aria-pressed", "true");
  }

  async toggle() {
    if (this.audio) {
      this.audio.close();
      this.audio = null;
      this.button.setAttribute("aria-pressed", "false");
    } else {
      this.on();
      await this.audio.resume();
      this.warn(2);
    }
    localStorage.setItem("console-sound", this.audio ? "on" : "off");
  }
}

// By priority: three quick high pairs, a slow pair, one low note. Returns how
// many seconds they take.
function tones(audio, priority) {
  const notes = { 1: [880, 1175, 880, 1175, 880, 1175], 2: [660, 523] }[priority] ?? [440];
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
  return notes.length * length;
}
