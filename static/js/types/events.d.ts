/** What the socket brings, and what scripts tell one another on the document. */

/** What happened in a topic: the payload of the socket's `entry` and of `GET /live/<topic>`. */
interface Entry {
  topic: string;
  action: "append" | "replace" | "remove";
  /** The DOM id of the list to append to, or of the element to replace or remove. */
  target: string;
  html: string;
  /** Its number within the topic; the answer to this reader's own words has neither number nor kind. */
  seq?: number;
  kind?: string;
}

interface Presence {
  topic: string;
  people: { id: number; name: string; delegation: string }[];
  count: number;
}

/** A comment that waits in this browser to be sent. */
interface WaitingComment {
  key: string;
  url: string;
  thread: string;
  fields: Record<string, string>;
  /** Whom it is meant for, in words. */
  readers?: string;
  /** Why the server did not take it. */
  refused?: string;
  paused?: string;
}

/** What a form holds: the values of each of its fields by name. */
type Fields = Record<string, string | string[]>;

interface Told {
  "live:changed": { topic: string };
  "live:entry": Entry;
  "live:applied": Entry;
  "live:presence": Presence;
  "live:read": { topic: string; seq: number };
  "live:reload": { topic: string };
  "live:replaced": { before: HTMLElement; now: HTMLElement; hadFocus: boolean };
  "live:state": { connected: boolean };
  "live:typing": { topic: string; person: { id: number; name: string } };
  "thread:opened": { thread: HTMLElement };
  "thread:extended": { thread: HTMLElement };
  "comment:controls": { thread: HTMLElement; comment: HTMLElement; controls: HTMLElement };
  "composer:opened": { form: HTMLFormElement };
  "composer:filled": { form: HTMLFormElement };
  "composer:sent": { form: HTMLFormElement };
  "composer:fill": { form: HTMLFormElement; fields: Fields; readers?: string };
  "form:opened": { form: HTMLFormElement };
  "form:saved": { form: HTMLFormElement };
  "until:over": { element: HTMLElement };
  "waiting:added": WaitingComment;
  "waiting:paused": WaitingComment & { minutes: number };
  "waiting:refused": WaitingComment;
  "waiting:sent": WaitingComment & { answer: { id: string; topic: string; html: string } };
}

interface Document {
  addEventListener<Name extends keyof Told>(
    name: Name,
    listener: (event: CustomEvent<Told[Name]>) => void,
    options?: AddEventListenerOptions | boolean,
  ): void;
}
