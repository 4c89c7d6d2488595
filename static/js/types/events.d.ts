/** What the socket brings, and what scripts announce to one another on the document. */

/** What happened in a topic: the payload of the socket's `entry` and of `GET /live/<topic>`. */
interface Entry {
  topic: string;
  /** Its number within the topic. The answer to this reader's own comment is applied without number, kind and `about`. */
  seq?: number;
  kind?: string;
  action: "append" | "replace" | "remove";
  /** The DOM id of the list to append to, or of the element to replace or remove. */
  target: string;
  html: string;
  /** Of a comment: its DOM id, and unless it is a release its author's id and the key with which it was sent. */
  about?: { comment?: string; author?: number; key?: string };
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

/** What a form holds: the values of each of its fields by name. */
type Fields = Record<string, string | string[]>;

/** Events on the document by name, each with its detail. */
interface Announced {
  /** An entry has arrived. Whoever prevents its default applies it later. */
  "live:entry": Entry;
  "live:applied": Entry;
  "live:replaced": { before: HTMLElement; now: HTMLElement; hadFocus: boolean };
  /** Something happened below a topic that this page listens to. */
  "live:changed": { topic: string };
  "live:presence": Presence;
  /** The reader has read up to a number on another page. */
  "live:read": { topic: string; seq: number };
  /** Too much was missed: what shows the topic had better be asked for anew. */
  "live:reload": { topic: string };
  "live:state": { connected: boolean };
  "live:typing": { topic: string; person: { id: number; name: string } };

  "thread:opened": { thread: HTMLElement };
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
  "unsent:sent": UnsentComment & { answer: { id: string; topic: string; html: string } };

  "form:opened": { form: HTMLFormElement };
  "form:saved": { form: HTMLFormElement };

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
