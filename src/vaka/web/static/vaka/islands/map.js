// <vaka-map>: the same layers as the still picture inside it, to move about in. No tiles, no
// network: the style is made here from the tokens. Without script or WebGL the still stays.

const VENDOR = new URL("../../vendor/maplibre-gl/", import.meta.url);
const EMPTY = { type: "FeatureCollection", features: [] };
const GAZE =
  '<svg viewBox="-100 -100 200 200" aria-hidden="true"><path class="map-gaze" d="M0 0L-34 -86A92 92 0 0 1 34 -86Z"/><circle class="map-eye" r="17"/><path class="map-nose" d="M-7 -3L0 -11L7 -3"/></svg>';

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function style(layers) {
  const fill = (kind, colour) => ({
    id: kind,
    type: "fill",
    source: "base",
    filter: ["==", ["get", "kind"], kind],
    paint: { "fill-color": token(colour) },
  });
  return {
    version: 8,
    sources: {
      base: { type: "geojson", data: layers.base ?? EMPTY },
      area: { type: "geojson", data: layers.area ?? EMPTY },
      points: {
        type: "geojson",
        data: layers.points ?? EMPTY,
        cluster: true,
        clusterRadius: 44,
        clusterProperties: { all: ["+", ["coalesce", ["get", "count"], 1]] },
      },
    },
    layers: [
      { id: "land", type: "background", paint: { "background-color": token("--map-land") } },
      fill("park", "--map-park"),
      fill("square", "--map-square"),
      {
        id: "street",
        type: "line",
        source: "base",
        filter: ["==", ["get", "kind"], "street"],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: {
          "line-color": token("--map-street"),
          "line-width": ["interpolate", ["exponential", 2], ["zoom"], 14, 3, 18, 40],
        },
      },
      fill("home", "--map-home"),
      fill("building", "--map-building"),
      {
        id: "watched",
        type: "fill",
        source: "area",
        paint: { "fill-color": token("--accent"), "fill-opacity": 0.22 },
      },
      {
        id: "watched-edge",
        type: "line",
        source: "area",
        paint: { "line-color": token("--accent"), "line-width": 2.5 },
      },
      // Drawn as buttons above the canvas; the layer makes the source load.
      { id: "points", type: "circle", source: "points", paint: { "circle-radius": 0 } },
    ],
  };
}

function hasWebGl() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2"));
}

class VakaMap extends HTMLElement {
  connectedCallback() {
    this.light = matchMedia("(prefers-color-scheme: dark)");
    this.watcher = new IntersectionObserver(([seen]) => {
      if (!seen.isIntersecting) return;
      this.watcher.disconnect();
      this.start().catch(() => this.stop());
    });
    if (hasWebGl()) this.watcher.observe(this);
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    this.stop();
  }

  stop() {
    this.light.removeEventListener("change", this.relight);
    this.map?.remove();
    this.canvas?.remove();
    this.still?.removeAttribute("aria-hidden");
  }

  async layers() {
    const inline = this.querySelector('script[type="application/json"]');
    const layers = inline ? JSON.parse(inline.textContent) : {};
    for (const name of ["base", "points", "area"]) {
      const url = this.getAttribute(name);
      if (url) layers[name] = await (await fetch(url)).json();
    }
    return layers;
  }

  async start() {
    const [library, layers] = await Promise.all([
      import(new URL("maplibre-gl.mjs", VENDOR)),
      this.layers(),
      this.stylesheet(),
    ]);
    this.library = library;
    this.still = this.querySelector(".map__still");
    this.canvas = Object.assign(document.createElement("div"), { className: "map__canvas" });
    this.append(this.canvas);
    this.map = new library.Map({
      container: this.canvas,
      style: style(layers),
      bounds: layers.bounds,
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 20,
      locale: this.words(),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
    this.map.getCanvas().setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.relight = () => this.map.setStyle(style(layers));
    this.light.addEventListener("change", this.relight);
    for (const camera of layers.cameras ?? []) this.place(camera);
    this.buttons = new Map();
    this.map.on("render", () => this.redraw());
    this.map.once("idle", () => {
      this.canvas.classList.add("map__canvas--ready");
      this.still?.setAttribute("aria-hidden", "true");
      this.dataset.ready = "";
    });
  }

  stylesheet() {
    const href = new URL("maplibre-gl.css", VENDOR).href;
    if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
    return new Promise((done, failed) => {
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
      link.onload = done;
      link.onerror = failed;
      document.head.append(link);
    });
  }

  words() {
    return {
      "NavigationControl.ZoomIn": this.getAttribute("words-zoom-in"),
      "NavigationControl.ZoomOut": this.getAttribute("words-zoom-out"),
      "CooperativeGesturesHandler.WindowsHelpText": this.getAttribute("words-ctrl"),
      "CooperativeGesturesHandler.MacHelpText": this.getAttribute("words-cmd"),
      "CooperativeGesturesHandler.MobileHelpText": this.getAttribute("words-fingers"),
      "Map.Title": this.getAttribute("label"),
    };
  }

  place(camera) {
    const element = Object.assign(document.createElement("div"), { className: "map__camera" });
    element.innerHTML = GAZE;
    new this.library.Marker({
      element,
      rotation: camera.direction,
      rotationAlignment: "map",
    })
      .setLngLat(camera.at)
      .addTo(this.map);
    element.removeAttribute("tabindex");
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", camera.label);
  }

  redraw() {
    if (!this.map.isSourceLoaded("points")) return;
    const seen = new Map();
    for (const one of this.map.querySourceFeatures("points")) {
      const facts = one.properties;
      const key = facts.cluster ? `c${facts.cluster_id}` : one.geometry.coordinates.join();
      if (!seen.has(key)) seen.set(key, this.buttons.get(key) ?? this.button(one));
    }
    for (const [key, marker] of this.buttons) if (!seen.has(key)) marker.remove();
    for (const [key, marker] of seen) if (!this.buttons.has(key)) marker.addTo(this.map);
    this.buttons = seen;
  }

  button({ geometry, properties }) {
    const count = properties.cluster ? properties.all : (properties.count ?? 1);
    const element = document.createElement(properties.cluster ? "button" : "div");
    element.className = `map__marker${count === 1 ? " map__marker--one" : count > 20 ? " map__marker--many" : ""}`;
    element.textContent = count === 1 ? "" : count;
    const marker = new this.library.Marker({ element }).setLngLat(geometry.coordinates);
    const words = properties.label ?? properties.category ?? "";
    element.setAttribute("role", properties.cluster ? "button" : "img");
    element.setAttribute("aria-label", words || `${count} ${this.getAttribute("unit") ?? ""}`);
    if (properties.cluster) {
      element.addEventListener("click", async () => {
        const source = this.map.getSource("points");
        const zoom = await source.getClusterExpansionZoom(properties.cluster_id);
        const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
        this.map.easeTo({ center: geometry.coordinates, zoom, duration: still ? 0 : 400 });
      });
    }
    return marker;
  }
}

customElements.define("vaka-map", VakaMap);
