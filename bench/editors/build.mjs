// Builds a program of the bench into a folder: build.mjs SOURCE TARGET node|browser. ProseMirror is the editor's own.

import { readdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";

const here = import.meta.dirname;
const modules = path.join(here, "../../frontend/node_modules");
const { build } = await import(path.join(modules, "esbuild/lib/main.js"));
const [source, target, platform] = process.argv.slice(2);
const own = readdirSync(modules).filter((name) => name.startsWith("prosemirror-"));

await build({
  entryPoints: [path.join(here, source)],
  outfile: target,
  bundle: true,
  minify: platform === "browser",
  format: "esm",
  platform,
  banner: platform === "node" ? { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } : {},
  nodePaths: [modules],
  alias: Object.fromEntries(own.map((name) => [name, path.join(modules, name)])),
  logLevel: "error",
});
