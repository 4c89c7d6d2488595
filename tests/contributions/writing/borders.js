/** Which paragraphs the editor takes for neighbours: of each text the ids, two by two. Reads the texts as JSON. */

import { Node } from "prosemirror-model";
import process from "node:process";
import { text } from "node:stream/consumers";
import { borderAbove } from "../../../frontend/src/marking/borders.js";
import { schema } from "../../../frontend/src/schema.js";

function neighbours(tree) {
  const doc = Node.fromJSON(schema, tree);
  const found = [];
  doc.descendants((node, pos) => {
    const place = node.isTextblock && borderAbove(doc, pos);
    if (place) found.push([doc.resolve(place.from).parent.attrs.id, doc.resolve(place.to).parent.attrs.id]);
    return !node.isTextblock;
  });
  return found;
}

process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(neighbours)));
