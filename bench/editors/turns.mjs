// Writers who write while it is their turn: `write` and `rest` come by the standard input, and with its end all of it ends.

import process from "node:process";
import { createInterface } from "node:readline";

/** @type {(writers: (() => void)[], pause: number) => void} each types a letter every so many milliseconds */
export function inTurns(writers, pause) {
  let isTheirTurn = false;
  for (const type of writers) {
    setTimeout(() => setInterval(() => isTheirTurn && type(), pause), Math.random() * pause);
  }
  createInterface({ input: process.stdin })
    .on("line", (word) => (isTheirTurn = word === "write"))
    .on("close", () => process.exit());
  process.stdout.write("ready\n");
}
