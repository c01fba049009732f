// Builds the front end into src/sterke/static/dist: the theme by Designsystemet's own tool, then one CSS, one JS, fonts.
// Needs no network. `npm run build`; `npm run watch` rebuilds the CSS and JS as files change.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const assets = dirname(fileURLToPath(import.meta.url));
const root = dirname(assets);
const dist = join(root, "src/sterke/static/dist");
const tool = join(root, "node_modules/@digdir/designsystemet/dist/bin/designsystemet.js");
const config = "assets/theme/designsystemet.config.json";
const theme = "assets/theme/build";

const run = (...words) => execFileSync(process.execPath, [tool, ...words], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
run("tokens", "create", "--config", config);
run("tokens", "build", "--config", config, "-t", `${theme}/tokens`, "-o", `${theme}/css`);

// The icons inside Designsystemet's CSS become files of their own: our content policy allows no data: pictures.
const iconsAsFiles = {
  name: "icons-as-files",
  setup: (build) =>
    build.onEnd(() => {
      const sheet = join(dist, "site.css");
      const text = readFileSync(sheet, "utf8").replace(/url\(["']?data:image\/svg\+xml[^,]*,([^"')]+)["']?\)/g, (_, data) => {
        const icon = decodeURIComponent(data);
        const name = `icon-${createHash("sha256").update(icon).digest("hex").slice(0, 8)}.svg`;
        writeFileSync(join(dist, name), icon);
        return `url("${name}")`;
      });
      writeFileSync(sheet, text);
    }),
};

rmSync(dist, { recursive: true, force: true });
const options = {
  absWorkingDir: root,
  entryPoints: [
    { in: "assets/css/site.css", out: "site" },
    { in: "assets/css/office.css", out: "office" },
    { in: "assets/js/site.js", out: "site" },
    { in: "assets/js/office.js", out: "office" },
    { in: "assets/css/door.css", out: "door" },
    { in: "assets/js/door.js", out: "door" },
    { in: "assets/js/door-screen.js", out: "door-screen" },
    { in: "assets/js/door-worker.js", out: "door-worker" },
  ],
  entryNames: "[name]",
  outdir: dist,
  bundle: true,
  minify: true,
  charset: "utf8",
  target: ["chrome115", "firefox115", "safari16.4"],
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  legalComments: "linked",
  logLevel: "warning",
  plugins: [iconsAsFiles],
};
// Fetched by a script when it is first needed, so a module.
const later = { ...options, entryPoints: [{ in: "assets/js/door-scan.js", out: "door-scan" }], format: "esm", plugins: [] };
for (const each of [options, later]) {
  if (process.argv.includes("--watch")) await (await esbuild.context(each)).watch();
  else await esbuild.build(each);
}
