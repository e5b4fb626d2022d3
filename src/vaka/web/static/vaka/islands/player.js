// <vaka-player>: pictures for somebody who may see them. POST for a ticket, then read fragmented
// MP4 into Media Source: live ones near the live edge, recorded ones (attribute `starts`, when the
// first was taken) from their beginning, to be moved about in until the ticket runs out. Every look
// is on the record, and says so: who and when lie over the picture.

const NEAR_S = 0.45;
const FAR_S = 1.2;
const KEEP_S = 12;
// Of what was recorded so much lies here, before and after what is shown: a browser holds no more.
const BEHIND_S = 60;
const AHEAD_S = 60;
const WATCH_MS = 200;
// Endings after which what was handed out may still be looked at.
const WHOLE = ["finished", "camera-changed"];

// How the pictures are coded stands in the init segment, as Media Source wants it told
// (RFC 6381, ISO/IEC 14496-15 annex E).
function codecOf(bytes) {
  const h264 = after("avcC", bytes, 4);
  if (h264) return `video/mp4; codecs="avc1.${[...h264.subarray(1)].map(hex).join("")}"`;
  const h265 = after("hvcC", bytes, 13);
  return h265 ? `video/mp4; codecs="${after("hev1", bytes, 0) ? "hev1" : "hvc1"}.${profile(h265)}"` : null;
}

// Profile, what else can decode it (bits from the last), tier and level, constraints.
function profile(record) {
  const space = ["", "A", "B", "C"][record[1] >> 6];
  const others = [...record.subarray(2, 6)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const mirrored = parseInt([...others].reverse().join(""), 2).toString(16);
  const constraints = [...record.subarray(6, 12)];
  while (constraints.at(-1) === 0) constraints.pop();
  const level = `${record[1] & 0x20 ? "H" : "L"}${record[12]}`;
  return [`${space}${record[1] & 0x1f}`, mirrored, level, ...constraints.map((n) => n.toString(16))].join(".");
}

// So many bytes after the name of a box, when all of them are here.
function after(name, bytes, length) {
  const letters = [...name].map((letter) => letter.charCodeAt(0));
  for (let at = 0; at + 4 + length <= bytes.length; at += 1) {
    if (letters.every((letter, n) => bytes[at + n] === letter)) {
      return bytes.subarray(at + 4, at + 4 + length);
    }
  }
  return null;
}

const hex = (byte) => byte.toString(16).padStart(2, "0");

function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

class VakaPlayer extends HTMLElement {
  connectedCallback() {
    this.video = this.querySelector("video");
    this.button = this.querySelector("[data-play]");
    this.state = this.querySelector("[data-state]");
    this.mark = this.querySelector("[data-watermark]");
    this.starts = this.hasAttribute("starts") ? new Date(this.getAttribute("starts")) : null;
    this.button.addEventListener("click", () => (this.stopper ? this.stop() : this.start()));
    this.button.hidden = false;
    if (this.hasAttribute("autostart")) this.start();
  }

  disconnectedCallback() {
    this.stop();
  }

  words(name) {
    return this.getAttribute(`words-${name}`) ?? name;
  }

  show(state, words) {
    this.dataset.state = state;
    this.state.textContent = words ?? this.words(state);
    this.button.querySelector("[data-word]").textContent = this.words(
      this.stopper ? "stop" : "start",
    );
  }

  async start() {
    if (!window.MediaSource) {
      this.show("refused", this.words("unsupported"));
      return;
    }
    this.stopper = new AbortController();
    const { signal } = this.stopper;
    this.show("asking");
    try {
      const ticket = await this.ticket(signal);
      if (!ticket) return;
      this.stamp(ticket.watermark ?? "");
      if (this.starts) this.limit(ticket);
      const reason = await this.stream(ticket, signal);
      if (!signal.aborted) await this.ended(ticket, reason);
    } catch (problem) {
      if (problem.name !== "AbortError") this.finish("ended", this.words("broken"));
    }
  }

  stop() {
    this.stopper?.abort();
    if (this.stopper) this.finish("idle");
  }

  finish(state, words) {
    this.stopper = null;
    clearInterval(this.watch);
    clearInterval(this.clock);
    clearTimeout(this.expiry);
    this.video.removeAttribute("src");
    this.video.load();
    this.mark.textContent = "";
    this.show(state, words);
    this.dispatchEvent(new CustomEvent("vaka:over", { bubbles: true }));
  }

  async ticket(signal) {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    const body = new FormData();
    if (this.hasAttribute("incident")) body.set("incident", this.getAttribute("incident"));
    const answer = await fetch(this.getAttribute("ticket-url"), { method: "POST", headers, body, signal });
    const told = await answer.json();
    if (answer.ok) return told;
    this.finish("refused", told.words ?? told.reason);
    return null;
  }

  async stream(ticket, signal) {
    this.show("opening");
    const address = new URL(this.getAttribute("stream-url"), location.href);
    if (this.since) address.searchParams.set("from", this.since.toISOString());
    const answer = await fetch(address, {
      headers: { "X-Ticket": ticket.ticket },
      cache: "no-store",
      signal,
    });
    if (!answer.ok) return (await answer.json().catch(() => ({}))).words;
    const began = answer.headers.get("X-Starts");
    if (this.starts && began) this.starts = new Date(began);
    const source = new MediaSource();
    this.source = source;
    this.video.src = URL.createObjectURL(source);
    await new Promise((opened) => source.addEventListener("sourceopen", opened, { once: true }));
    URL.revokeObjectURL(this.video.src);
    await this.pour(answer.body.getReader(), source, signal);
    return null;
  }

  async pour(reader, source, signal) {
    let held = new Uint8Array();
    let buffer = null;
    for (;;) {
      await this.room(signal);
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      held = joined(held, value);
      const codec = buffer ? null : codecOf(held);
      if (codec && !MediaSource.isTypeSupported(codec)) return this.refuse();
      if (codec) {
        buffer = source.addSourceBuffer(codec);
        this.watch = setInterval(() => (this.starts ? this.skip() : this.follow()), WATCH_MS);
        this.video.play().catch(() => undefined);
      }
      if (!buffer || source.readyState !== "open") continue;
      await this.append(buffer, held);
      held = new Uint8Array();
      await this.forget(buffer);
    }
  }

  // What cannot be decoded here is not received either.
  refuse() {
    this.stopper.abort();
    this.finish("refused", this.words("undecodable"));
  }

  append(buffer, bytes) {
    return new Promise((done, failed) => {
      buffer.onupdateend = done;
      buffer.onerror = failed;
      buffer.appendBuffer(bytes);
    });
  }

  async forget(buffer) {
    if (!buffer.buffered.length) return;
    const until = this.video.currentTime - (this.starts ? BEHIND_S : KEEP_S);
    if (until <= buffer.buffered.start(0)) return;
    await new Promise((done) => {
      buffer.onupdateend = done;
      buffer.remove(0, until);
    });
  }

  // Of recordings no more is taken in than lies here for a minute; live ones are not waited with.
  async room(signal) {
    const { buffered } = this.video;
    while (this.starts && !signal.aborted && buffered.length) {
      if (buffered.end(buffered.length - 1) - this.video.currentTime < AHEAD_S) return;
      await new Promise((later) => setTimeout(later, WATCH_MS));
    }
  }

  // Go to an instant: among what is here, or by another look that begins there.
  seek(at) {
    const time = (at - this.starts) / 1000;
    const { buffered } = this.video;
    for (let n = 0; this.stopper && n < buffered.length; n += 1) {
      if (time >= buffered.start(n) && time < buffered.end(n)) {
        this.video.currentTime = time;
        return;
      }
    }
    this.stop();
    this.since = at;
    this.start();
  }

  // Where nothing is kept there is nothing to wait for.
  skip() {
    const { buffered, currentTime } = this.video;
    for (let n = 1; n < buffered.length; n += 1) {
      if (currentTime < buffered.start(n) && currentTime >= buffered.end(n - 1) - NEAR_S) {
        this.video.currentTime = buffered.start(n);
        break;
      }
    }
    this.shown();
  }

  // Near the live edge: a little faster when somewhat behind, a jump when far behind.
  follow() {
    const { buffered } = this.video;
    if (!buffered.length) return;
    const edge = buffered.end(buffered.length - 1);
    const behind = edge - this.video.currentTime;
    if (behind > FAR_S || this.video.currentTime < buffered.start(buffered.length - 1)) {
      this.video.currentTime = edge - NEAR_S / 2;
    }
    this.video.playbackRate = behind > NEAR_S ? 1.12 : 1;
    this.dataset.behind = behind.toFixed(2);
    this.shown();
  }

  shown() {
    if (this.dataset.state !== "live" && this.video.readyState > 2) this.show("live");
  }

  // The instant in the picture: now, or when what is shown was recorded.
  instant() {
    return this.starts ? new Date(this.starts.getTime() + this.video.currentTime * 1000) : new Date();
  }

  async ended(ticket, reason) {
    let words = reason;
    if (!words && ticket.ended_url) {
      const answer = await fetch(ticket.ended_url).catch(() => null);
      const told = answer?.ok ? await answer.json() : {};
      if (this.starts && WHOLE.includes(told.reason)) return this.keep(told);
      words = told.words;
    }
    return this.finish("ended", words ?? this.words("ended"));
  }

  // All of it is here: it may be looked at for as long as the ticket says, and not longer.
  keep(told) {
    this.source.endOfStream();
    if (told.reason !== WHOLE[0]) this.show("live", told.words);
  }

  limit(ticket) {
    const left = new Date(ticket.expires) - Date.now();
    this.expiry = setTimeout(() => this.expire(), Math.max(left, 0));
  }

  expire() {
    this.stopper?.abort();
    this.finish("ended");
  }

  stamp(who) {
    const timeZone = this.getAttribute("zone");
    const tell = () => {
      this.mark.textContent = `${who} · ${this.instant().toLocaleString("sv-SE", { timeZone })}`;
    };
    tell();
    this.clock = setInterval(tell, 1000);
  }
}

customElements.define("vaka-player", VakaPlayer);
