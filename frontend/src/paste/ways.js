/** What pasting needs of the page: where pictures are sent and fetched, and how it speaks. */

/** @returns {any} */
const noAnswer = () => null;

/** @type {(surroundings: import("../editor.js").Surroundings, tell: (words: string) => void) => import("./paste.js").Pasting} */
export function waysOf({ place, post, get, say }, tell) {
  return {
    upload: async (file) => {
      const data = new FormData();
      data.append("picture", file, file instanceof File ? file.name : `picture.${file.type.split("/")[1]}`);
      const answer = await post(place.dataset.pictures, data).catch(noAnswer);
      const stored = await answer?.json().catch(noAnswer);
      if (!answer?.ok || !stored) throw new Error(stored?.error ?? say("picture-failed"));
      return stored;
    },
    fetchPicture: async (source) => {
      const answer = source && (await get(source).catch(noAnswer));
      if (!answer || !answer.ok) throw new Error(say("picture-unseen"));
      return answer.blob();
    },
    fileAt: (source) => {
      const { pathname } = new URL(source, location.href);
      const start = new URL(`${place.dataset.pictures}/`, location.href).pathname;
      return pathname.startsWith(start) ? decodeURIComponent(pathname.slice(start.length)) : null;
    },
    say,
    tell,
  };
}
