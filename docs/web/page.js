// Draws pictures with a generator that `organza export --format onnx` wrote. docs/export.md says what
// such a file takes, gives and tells of itself.
import * as ort from "onnxruntime-web";

const CELLS = 24;
const BATCH = 8;
const MOST = 999999999999999;

// From seeds to latents, the same as Organza's: integers of 64 bits without sign.

const GAMMA = 0x9e3779b97f4a7c15n;
const unsigned = (x) => BigInt.asUintN(64, x);

function mix(x) { // SplitMix64
  x = unsigned((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n);
  x = unsigned((x ^ (x >> 27n)) * 0x94d049bb133111ebn);
  return x ^ (x >> 31n);
}

function latentOf(seed, size) {
  let state = mix(unsigned(mix(mix(GAMMA) ^ mix(unsigned(3n * GAMMA))) + BigInt(seed) * GAMMA));
  const uniform = () => {
    state = unsigned(state + GAMMA);
    return Number(mix(state) >> 11n) * 2 ** -53;
  };
  const z = new Float32Array(size);
  for (let i = 0; i < size; i += 2) { // Box-Muller
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    z[i] = radius * Math.cos(angle);
    z[i + 1] = radius * Math.sin(angle); // of an odd size, the last is dropped
  }
  return z;
}

// Along the arc from a to b, as t goes from 0 to 1: a straight line would pass too near the middle.
function slerp(a, b, t) {
  const dot = (x, y) => x.reduce((sum, value, i) => sum + value * y[i], 0);
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  const [p, q] = sine < 1e-6 ? [1 - t, t] : [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
  return a.map((value, i) => p * value + q * b[i]);
}

// What an ONNX file says of itself: the metadata_props, which are field 14 of the protobuf message.

function metadataOf(bytes) {
  const text = (part) => new TextDecoder().decode(part);
  const metadata = {};
  for (const [field, value] of fieldsOf(bytes)) {
    if (field === 14) {
      const entry = Object.fromEntries(fieldsOf(value));
      metadata[text(entry[1])] = text(entry[2]);
    }
  }
  return metadata;
}

function* fieldsOf(bytes) {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (!(byte & 128)) {
        return value;
      }
    }
  };
  while (at < bytes.length) {
    const tag = number();
    if ((tag & 7) !== 0 && (tag & 7) !== 2) {
      throw new Error("this is no ONNX file");
    }
    let value = number();
    if ((tag & 7) === 2) {
      value = bytes.subarray(at, at + value);
      at += value.length;
    }
    yield [tag >> 3, value];
  }
}

class Generator {
  static async load(bytes) {
    const metadata = metadataOf(bytes);
    if (metadata.format !== "organza-generator-1") {
      throw new Error("this is no file of organza export --format onnx");
    }
    const generator = new Generator();
    generator.network = JSON.parse(metadata.network);
    generator.classes = JSON.parse(metadata.classes);
    generator.imagesSeen = Number(metadata.imagesSeen);
    generator.session = await ort.InferenceSession.create(bytes);
    return generator;
  }

  latent(seed) {
    return latentOf(seed, this.network.latentSize);
  }

  ownClass(seed) {
    return seed % this.network.classes;
  }

  // Returns a picture for each latent, of the class at the same place.
  async draw(latents, classes) {
    const count = latents.length;
    const z = new Float32Array(count * this.network.latentSize);
    latents.forEach((latent, i) => z.set(latent, i * latent.length));
    const feeds = { z: new ort.Tensor("float32", z, [count, this.network.latentSize]) };
    if (this.network.classes > 0) {
      feeds.label = new ort.Tensor("int64", BigInt64Array.from(classes, BigInt), [count]);
    }
    const { image } = await this.session.run(feeds);
    const size = image.data.length / count;
    return latents.map((_, i) => this.#picture(image.data.subarray(i * size, (i + 1) * size)));
  }

  // From (C, H, W), 0 to 1, or from bytes (H, W, C), to what a canvas shows.
  #picture(values) {
    const { channels, height, width } = this.network;
    const pixels = new ImageData(width, height);
    const plane = height * width;
    const byte = (channel, i) =>
      values instanceof Uint8Array ? values[i * channels + channel] : Math.round(255 * values[channel * plane + i]);
    for (let i = 0; i < plane; i++) {
      for (let colour = 0; colour < 3; colour++) {
        pixels.data[4 * i + colour] = byte(channels === 1 ? 0 : colour, i);
      }
      pixels.data[4 * i + 3] = channels === 4 ? byte(3, i) : 255;
    }
    return pixels;
  }
}

// The page. A session does one thing at a time, so all that is wanted waits here, and what was wanted
// before but is not any more is left out.

const element = (id) => document.getElementById(id);
const wanted = { file: null, slide: false, cells: [] };
let generator;
let working = false;

async function work() {
  if (working) {
    return;
  }
  working = true;
  element("pictures").ariaBusy = "true";
  try {
    while (wanted.file || wanted.slide || wanted.cells.length > 0) {
      if (wanted.file) {
        await open();
      } else if (wanted.slide) {
        await slide();
      } else {
        await drawCells();
      }
    }
  } catch (error) {
    Object.assign(wanted, { file: null, slide: false, cells: [] });
    element("status").textContent = error.message;
  } finally {
    working = false;
    element("pictures").ariaBusy = "false";
  }
}

async function open() {
  const { name, bytes } = wanted.file;
  wanted.file = null;
  element("status").textContent = `Loading ${name} ...`;
  const loaded = await Generator.load(new Uint8Array(await bytes()));
  await generator?.session.release();
  generator = loaded;
  const { width, height } = generator.network;
  element("status").textContent =
    `${name}: ${width}x${height} pixels, after ${generator.imagesSeen.toLocaleString("en")} images of training.`;
  const names = generator.classes.map((name, label) => new Option(name, label));
  element("class").replaceChildren(new Option("the seed's own", ""), ...names);
  element("classes").hidden = names.length === 0;
  element("pictures").hidden = false;
  showGrid();
  wanted.slide = true;
}

async function slide() {
  wanted.slide = false;
  const [from, to] = [seedIn("from"), seedIn("to")];
  const t = element("place").valueAsNumber;
  const z = slerp(generator.latent(from), generator.latent(to), t);
  const [picture] = await generator.draw([z], [classFor(t < 0.5 ? from : to)]);
  show(element("between"), picture);
}

async function drawCells() {
  const cells = wanted.cells.splice(0, BATCH);
  const latents = cells.map(({ seed }) => generator.latent(seed));
  const pictures = await generator.draw(latents, cells.map(({ seed }) => classFor(seed)));
  cells.forEach(({ canvas }, i) => show(canvas, pictures[i]));
}

function showGrid() {
  const first = seedIn("first");
  wanted.cells = Array.from({ length: Math.min(CELLS, MOST + 1 - first) }, (_, i) => {
    const canvas = document.createElement("canvas");
    canvas.width = generator.network.width;
    canvas.height = generator.network.height;
    return { seed: first + i, canvas };
  });
  element("grid").replaceChildren(...wanted.cells.map(({ seed, canvas }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = `Slide to seed ${seed}`;
    button.append(canvas, String(seed));
    button.addEventListener("click", () => slideTo(seed));
    return button;
  }));
}

function show(canvas, picture) {
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d").putImageData(picture, 0, 0);
}

const seedIn = (id) => element(id).valueAsNumber;
const classFor = (seed) => (element("class").value === "" ? generator.ownClass(seed) : element("class").value);

function slideTo(seed) {
  element("from").value = element("to").value;
  element("to").value = seed;
  element("place").value = 0;
  element("place").focus();
  element("between").scrollIntoView({ block: "nearest" });
  wantSlide();
}

function wantSlide() {
  if (element("from").checkValidity() && element("to").checkValidity()) {
    wanted.slide = true;
    work();
  }
}

function wantGrid() {
  if (element("first").checkValidity()) {
    showGrid();
    work();
  }
}

function wantFile(name, bytes) {
  wanted.file = { name, bytes };
  work();
}

function page(cells) {
  element("first").value = Math.min(MOST, Math.max(0, seedIn("first") + cells));
  wantGrid();
}

for (const id of ["from", "to", "place"]) {
  element(id).addEventListener("input", wantSlide);
}
element("first").addEventListener("input", wantGrid);
element("back").addEventListener("click", () => page(-CELLS));
element("next").addEventListener("click", () => page(CELLS));
element("class").addEventListener("input", () => {
  wantSlide();
  wantGrid();
});
element("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) {
    wantFile(file.name, () => file.arrayBuffer());
  }
});

const url = new URLSearchParams(location.search).get("model");
if (url) {
  wantFile(url, async () => {
    const response = await fetch(url);
    if (!response.ok) {
      throw new Error(`${url}: ${response.status} ${response.statusText}`);
    }
    return response.arrayBuffer();
  });
}
