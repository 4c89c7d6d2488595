// Writes static/build, or the folder that is given: the editor as one module, small, with the licences of what is in it.

import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { build } from "esbuild";

const here = import.meta.dirname;
const target = path.resolve(process.argv[2] ?? path.join(here, "../static/build"));

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { editor: "src/index.js" },
  outdir: target,
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});

const packages = new Set(Object.keys(metafile.inputs).flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
const licences = await Promise.all([...packages].toSorted().map(licence));
await writeFile(path.join(target, "editor.LICENSES.txt"), licences.join("\n\n"));

/** @param {string} name */
async function licence(name) {
  const folder = path.join(here, "node_modules", name);
  const { version } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  return `${name} ${version}\n\n${(await readFile(path.join(folder, file), "utf8")).trim()}\n`;
}
