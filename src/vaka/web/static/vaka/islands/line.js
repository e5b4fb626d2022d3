// The console's live line: opened, held against its own silence, opened anew. It draws nothing;
// whoever has it is told what came, since when it is away, and why.

const AWAY_AFTER_MS = 1500;
const TRY_AGAIN_MS = 2000;
// Twice the server's heartbeat and some: a line that says nothing for so long is dead.
const SILENT_AFTER_MS = 12000;

export class Line {
  // `told` has: change(html), back(awaySince or null, release), away(since), loggedOut().
  constructor(address, position, told, signal) {
    Object.assign(this, { address, position, told, awaySince: null });
    const watchdog = setInterval(() => this.hearken(), TRY_AGAIN_MS);
    // A hidden page's clock is slow: who looks at it again need not wait for it.
    document.addEventListener("visibilitychange", () => this.hearken(), { signal });
    window.addEventListener("online", () => this.awaySince && this.open(), { signal });
    signal.addEventListener("abort", () => {
      clearInterval(watchdog);
      this.close();
    });
    this.open();
  }

  close() {
    clearTimeout(this.again);
    clearTimeout(this.awayTimer);
    this.source?.close();
  }

  open() {
    this.source?.close();
    clearTimeout(this.again);
    const source = new EventSource(`${this.address}?since=${this.position}`);
    this.source = source;
    this.heard = Date.now();
    source.addEventListener("incident", (event) => {
      this.note(event);
      this.told.change(event.data);
    });
    source.addEventListener("ready", (event) => this.back(event));
    source.addEventListener("beat", (event) => this.back(event));
    source.addEventListener("error", () => {
      this.lost(new Date());
      if (source.readyState === EventSource.CLOSED) this.refused();
    });
  }

  note(event) {
    this.position = event.lastEventId;
    this.heard = Date.now();
  }

  // A line can die without a word: a cable, a proxy, a machine that slept.
  hearken() {
    if (Date.now() - this.heard < SILENT_AFTER_MS) return;
    // Away since it was last heard, however soon it is there again.
    this.away(new Date(this.heard));
    this.open();
  }

  // What ends by itself and is there again at once is no matter.
  lost(since) {
    if (this.awaySince || this.awayTimer) return;
    this.awayTimer = setTimeout(() => this.away(since), AWAY_AFTER_MS);
  }

  away(since) {
    if (this.awaySince) return;
    this.awaySince = since;
    this.told.away(since);
  }

  back(event) {
    this.note(event);
    clearTimeout(this.awayTimer);
    this.awayTimer = null;
    const since = this.awaySince;
    this.awaySince = null;
    this.told.back(since, event.data);
  }

  // Something answered, and it was no stream: a proxy without its server, or the login.
  async refused() {
    this.again = setTimeout(() => this.open(), TRY_AGAIN_MS);
    const answer = await fetch(this.address, { redirect: "manual" }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.type !== "opaqueredirect") return;
    this.away(new Date());
    this.told.loggedOut();
  }
}
