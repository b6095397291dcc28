// Compares what the page draws, in a browser, with the files of `organza generate`. ../README.md says how to run it.
import { chromium } from "playwright-core";
import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import { extname, join, resolve } from "node:path";

const [model, folder, screenshot] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node check.mjs MODEL.onnx FOLDER [SCREENSHOT.png]");
  process.exit(2);
}
const ALLOWED = 2;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const HERE = import.meta.dirname;
const CDN = /^https:\/\/cdn\.jsdelivr\.net\/npm\/onnxruntime-web@[\d.]+/;

const server = createServer(async ({ url }, response) => {
  const path = new URL(url, "http://localhost").pathname;
  try {
    const body = await readFile(path === "/model.onnx" ? model : join(HERE, "..", path));
    response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((started) => server.listen(0, "127.0.0.1", started));

const executablePath = process.env.CHROME;
const browser = await chromium.launch(executablePath ? { executablePath } : { channel: "chrome" });
const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
const problems = [];
page.on("pageerror", (error) => problems.push(error.message));
page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
// The package of npm is what the CDN serves.
await page.route(CDN, (route) => {
  const path = join(HERE, "node_modules/onnxruntime-web", route.request().url().replace(CDN, ""));
  return route.fulfill({ path, contentType: TYPES[extname(path)], headers: { "Access-Control-Allow-Origin": "*" } });
});

const drawn = () => page.waitForSelector("#pictures:not([hidden])[aria-busy=false]", { timeout: 60_000 });

const pixelsOf = (selector) =>
  page.$eval(selector, (canvas) => [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data]);

const pixelsOfPng = (bytes) =>
  page.evaluate(async (base64) => {
    const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
    const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none" });
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    return [...context.getImageData(0, 0, bitmap.width, bitmap.height).data];
  }, bytes.toString("base64"));

function difference(xs, ys) {
  if (xs.length !== ys.length) {
    throw new Error(`pictures of ${xs.length / 4} and ${ys.length / 4} pixels`);
  }
  return xs.reduce((most, x, i) => Math.max(most, Math.abs(x - ys[i])), 0);
}

async function showFrom(seed) {
  await page.fill("#first", String(seed));
  await drawn();
}

async function gridPixels() {
  const pixels = new Map();
  for (const [i, text] of (await page.locator("#grid button").allTextContents()).entries()) {
    pixels.set(Number(text), await pixelsOf(`#grid button:nth-child(${i + 1}) canvas`));
  }
  return pixels;
}

await page.goto(`http://127.0.0.1:${server.address().port}/index.html?model=model.onnx`);
await drawn();
console.log(await page.textContent("#status"));

const files = new Map();
for (const name of await readdir(folder)) {
  const [, seed] = /^seed(\d+).*\.png$/.exec(name) ?? [];
  if (seed) {
    files.set(Number(seed), resolve(folder, name));
  }
}
let most = 0;
const compared = new Map();
for (const seed of [...files.keys()].sort((a, b) => a - b)) {
  if (compared.has(seed)) {
    continue;
  }
  await showFrom(seed);
  for (const [shown, pixels] of await gridPixels()) {
    if (files.has(shown)) {
      most = Math.max(most, difference(pixels, await pixelsOfPng(await readFile(files.get(shown)))));
      compared.set(shown, pixels);
    }
  }
}
console.log(`${compared.size} pictures differ by at most ${most} of 255`);
if (compared.size === 0 || !(most <= ALLOWED)) {
  problems.push(`expected pictures that differ by at most ${ALLOWED}`);
}

// By keyboard alone: choose seed 1 twice, then seed 0, and slide from the one to the other.
await showFrom(0);
const [zero, one] = [...(await gridPixels()).values()];
for (const i of [2, 1]) {
  await page.locator(`#grid button:nth-child(${i})`).focus();
  await page.keyboard.press("Enter");
  await drawn();
}
const begin = await pixelsOf("#between");
await page.focus("#place");
for (let step = 0; step < 50; step++) {
  await page.keyboard.press("ArrowRight");
}
await drawn();
const middle = await pixelsOf("#between");
if (screenshot) {
  await page.setViewportSize({ width: 860, height: 760 });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: screenshot });
}
await page.keyboard.press("End");
await drawn();
const end = await pixelsOf("#between");
console.log(`sliding: begins ${difference(begin, one)} from seed 1, ends ${difference(end, zero)} from seed 0`);
if (difference(begin, one) > ALLOWED || difference(end, zero) > ALLOWED) {
  problems.push("sliding does not begin and end with the pictures of the seeds");
}
if (difference(middle, one) <= ALLOWED || difference(middle, zero) <= ALLOWED) {
  problems.push("the middle is one of the ends");
}

await browser.close();
server.close();
problems.forEach((problem) => console.error(problem));
process.exit(problems.length > 0 ? 1 : 0);
