/** What the socket brings, and what scripts announce to one another on the document. */

/** What happened in a topic: the payload of the socket's `entry` and of `GET /live/<topic>`. */
interface Entry {
  topic: string;
  /** Its number within the topic. The answer to this reader's own comment is applied without number and kind. */
  seq?: number;
  kind?: string;
  action: "append" | "replace" | "remove";
  /** The DOM id of the list to append to, or of the element to replace or remove. */
  target: string;
  html: string;
  /** What scripts need to know of it without reading the markup. */
  about: {
    /** Of a comment: its DOM id, and unless it is a release its author's id and the key with which it was sent. */
    comment?: string;
    author?: number;
    key?: string;
    /** For whom it speaks, in words, and the name of the comment that it answers. */
    speaker?: string;
    parent?: string;
    /** Whom it mentions, and whom an edit concerns: `person:7`, `delegation:3`. */
    mentions?: string[];
    concerns?: string[];
    /** The name of the public comment as which it was released. */
    released_as?: string;
    /** In a thread: to whom it is news, or nothing if it is news to nobody. */
    news?: "everybody" | "concerned" | "participants";
    /** Of a proposal that all members read: the name of its thread. */
    proposal?: string;
  };
}

/** The payload of the socket's `presence`: who is in a room. */
interface Presence {
  topic: string;
  people: { id: number; name: string; delegation: string }[];
  count: number;
}

/** A comment that is stored in this browser until it is sent. */
interface UnsentComment {
  key: string;
  url: string;
  thread: string;
  fields: Record<string, string>;
  /** Whom it is meant for, in words. */
  readers?: string;
  /** Why the server did not take it. */
  refused?: string;
}

/** The payload of the socket's `merging`: what a step changed of a chair's text, as pieces of words with their origins. */
interface Merged {
  topic: string;
  text: number;
  /** The version on which the page has to be, and the one that it has then. */
  from: number;
  version: number;
  /** From the piece `at` on, `gone` pieces go, and those in `come` stand in their place. */
  at: number;
  gone: number;
  come: [string, string][];
}

/** What a form holds: the values of each of its fields by name. */
type Fields = Record<string, string | string[]>;

/** What the editor of a text lets the page do; it is built in `frontend/`. */
interface Editor {
  /** Whether the server has all that was written, after a moment. */
  settle(): Promise<boolean>;
}

/** Events on the document by name, each with its detail. */
/** The comments on words of a text, and where the words stand in that version of it. */
interface CardsTold {
  cards: HTMLElement[];
  version: number;
  places: Record<string, [number, number]>;
}

interface Announced {
  /** An entry has arrived. Whoever prevents its default applies it later. */
  "live:entry": Entry;
  "live:applied": Entry;
  /** All parts of the room were put in place at once. */
  "room:refreshed": {};
  "live:replaced": { before: HTMLElement; now: HTMLElement; hadFocus: boolean };
  /** Something happened below a topic that this page listens to. */
  "live:changed": { topic: string };
  "live:presence": Presence;
  /** The reader has read up to a number on another page. */
  "live:read": { topic: string; seq: number };
  /** The reader's inbox may hold something else than before, or `levels` at which they follow things have changed. */
  "live:inbox": { levels?: boolean };
  /** Too much was missed: what shows the topic had better be asked for anew. */
  "live:reload": { topic: string };
  "live:state": { connected: boolean };
  /** A chair's text has changed, on this page or on another. */
  "merging:heard": Merged;
  "live:typing": { topic: string; person: { id: number; name: string } };

  "thread:opened": { thread: HTMLElement };
  /** It was asked for and did not come. */
  "thread:stays-closed": { name: string };
  "thread:extended": { thread: HTMLElement };
  "comment:controls-added": { thread: HTMLElement; comment: HTMLElement; controls: HTMLElement };

  "composer:opened": { form: HTMLFormElement };
  "composer:filled": { form: HTMLFormElement };
  "composer:sent": { form: HTMLFormElement };
  /** A comment that was not sent goes back into a form. */
  "composer:edit-again": { form: HTMLFormElement; fields: Fields; readers?: string };

  "unsent:added": UnsentComment;
  /** The server takes no more just now. */
  "unsent:paused": UnsentComment & { minutes: number };
  "unsent:refused": UnsentComment;
  /** Its writer is signed in here no more. */
  "unsent:stranded": UnsentComment;
  "unsent:sent": UnsentComment & { answer: { id: string; topic: string; html: string; about: Entry["about"] } };

  /** A script has changed what stands in the fields. */
  "form:filled": { form: HTMLFormElement };
  /** How much earlier work resembles what is typed, in words; empty for none. */
  "earlier-work:shown": { summary: string };

  "form:opened": { form: HTMLFormElement };
  /** With what was sent, where something may have been written since. */
  "form:saved": { form: HTMLFormElement; sent?: FormData };
  /** The server did not take it, or could not be reached. */
  "form:refused": { form: HTMLFormElement };
  /** A field of a form is written and saved elsewhere from now on. */
  "form:field-left": { form: HTMLFormElement; name: string };

  /** The editor's script has come. */
  "editor:loaded": null;
  "editor:wanted": { surroundings: object; mounted: (editor: Promise<Editor | null>) => void };

  /** What stands beside the text had better be asked for. */
  "beside:wanted": null;
  "beside:told": CardsTold;

  /** The page follows the chair. Whoever has what is on the floor prevents the default, which is to load its page. */
  "floor:followed": { address: URL };

  /** An element's time is over. Whoever prevents the default replaces it in their own way. */
  "element:outdated": { element: HTMLElement };
}

interface Document {
  addEventListener<Name extends keyof Announced>(
    name: Name,
    listener: (event: CustomEvent<Announced[Name]>) => void,
    options?: AddEventListenerOptions | boolean,
  ): void;
  removeEventListener<Name extends keyof Announced>(
    name: Name,
    listener: (event: CustomEvent<Announced[Name]>) => void,
  ): void;
}
