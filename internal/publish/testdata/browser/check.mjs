// Opens pages in headless Chromium at phone and desktop width, in light and
// dark, and prints a JSON array of what is wrong with them.
// usage: node check.mjs CHROMIUM BASE SCREENSHOTS PATH…
import puppeteer from "puppeteer-core";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [chromium, base, screenshots, ...paths] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const profile = mkdtempSync(join(tmpdir(), "zuyg-chromium-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const found = [];
try {
  const page = await browser.newPage();
  page.on("console", (m) => { if (m.type() === "error") found.push({ path: page.url(), id: "console", text: m.text() }); });
  page.on("pageerror", (e) => found.push({ path: page.url(), id: "script", text: String(e) }));
  for (const path of paths) {
    for (const [width, height, size] of [[390, 844, "phone"], [1280, 900, "desktop"]]) {
      for (const scheme of ["light", "dark"]) {
        await page.setViewport({ width, height });
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.goto(base + path, { waitUntil: "load" });
        await page.evaluate(() => document.fonts.ready);
        await page.evaluate(axe);
        const result = await page.evaluate(() =>
          axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        for (const v of result.violations) {
          found.push({ path, size, scheme, id: v.id, text: v.nodes.map((n) => n.html).join("\n") });
        }
        if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) {
          found.push({ path, size, scheme, id: "wider-than-the-window", text: "" });
        }
        const armenian = await page.evaluate(() => !document.querySelector(":lang(hy)") ||
          [...document.fonts].some((f) => f.family.includes("Armenian") && f.status === "loaded"));
        if (!armenian) {
          found.push({ path, size, scheme, id: "no-armenian-font", text: "" });
        }
        if (screenshots !== "-") {
          await page.screenshot({ path: join(screenshots, `${path.replace(/\W+/g, "_")}${size}-${scheme}.png`), fullPage: true });
        }
      }
    }
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(JSON.stringify(found, null, 1));
