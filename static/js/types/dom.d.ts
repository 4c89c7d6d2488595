/**
 * What the scripts may take for granted of a page, beyond what the standard says of any page.
 * A selector that begins with a tag gives an element of that kind; whatever else is looked up is HTML, never SVG.
 */

type ElementFor<Selector extends string> =
  Selector extends `${infer One}, ${infer Others}` ? ElementFor<One> | ElementFor<Others>
  : Selector extends `${string} ${infer Last}` ? ElementFor<Last>
  : Selector extends `a${"" | "["}${string}` ? HTMLAnchorElement
  : Selector extends `button${string}` | `[data-do=${string}` ? HTMLButtonElement
  : Selector extends `details${string}` | "[data-menu]" | "[data-facets]" | "[data-quoting]" ? HTMLDetailsElement
  : Selector extends `form${string}` ? HTMLFormElement
  : Selector extends `input${string}` | `[name="audience"]${string}` ? HTMLInputElement
  : Selector extends `dialog${string}` ? HTMLDialogElement
  : Selector extends `meta${string}` ? HTMLMetaElement
  : Selector extends `select${string}` ? HTMLSelectElement
  : Selector extends `template${string}` ? HTMLTemplateElement
  : Selector extends `textarea${string}` ? HTMLTextAreaElement
  : Selector extends `time${string}` ? HTMLTimeElement
  : HTMLElement;

interface ParentNode {
  querySelector<Selector extends string>(selector: Selector): ElementFor<Selector> | null;
  querySelectorAll<Selector extends string>(selector: Selector): NodeListOf<ElementFor<Selector>>;
  readonly children: HTMLCollectionOf<HTMLElement>;
  readonly firstElementChild: HTMLElement | null;
}

interface Element {
  cloneNode(deep?: boolean): this;
  closest<Selector extends string>(selector: Selector): ElementFor<Selector> | null;
}

interface DocumentFragment {
  cloneNode(deep?: boolean): DocumentFragment;
}

interface Document {
  readonly activeElement: HTMLElement | null;
  getElementById(id: `${string}-dialog`): HTMLDialogElement | null;
  getElementById(id: "site-search"): HTMLInputElement | null;
  getElementById(id: `${string}-note`): HTMLTemplateElement | null;
}

/** A field of a form, whichever kind it is. */
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field in which words are typed, of one line or more. */
interface TextField extends HTMLElement {
  value: string;
  readonly selectionEnd: number | null;
  setRangeText(text: string, start: number, end: number, selection: SelectionMode): void;
}

/** What happens to an element of a page, as those who listen higher up hear of it. */
interface EventsOfElements {
  click: MouseEvent & { readonly target: HTMLElement };
  focusin: FocusEvent & { readonly target: HTMLElement };
  focusout: FocusEvent & { readonly target: HTMLElement; readonly relatedTarget: HTMLElement | null };
  input: InputEvent & { readonly target: HTMLTextAreaElement };
  change: Event & { readonly target: HTMLInputElement };
  keydown: KeyboardEvent & { readonly target: HTMLElement };
  pointerdown: PointerEvent & { readonly target: HTMLElement };
  pointerover: PointerEvent & { readonly target: HTMLElement };
  submit: SubmitEvent & { readonly target: HTMLFormElement; readonly submitter: HTMLButtonElement | null };
}

interface Document {
  addEventListener<Name extends keyof EventsOfElements>(
    name: Name,
    listener: (event: EventsOfElements[Name]) => void,
    options?: AddEventListenerOptions | boolean,
  ): void;
}

interface HTMLFormElement {
  addEventListener<Name extends keyof EventsOfElements>(name: Name, listener: (event: EventsOfElements[Name]) => void): void;
}

interface HTMLElement {
  addEventListener<Name extends keyof EventsOfElements>(
    name: Name,
    listener: (event: EventsOfElements[Name]) => void,
    options?: AddEventListenerOptions | boolean,
  ): void;
}

/** The fields that scripts address by name, as the templates of their forms write them. */
interface HTMLFormControlsCollection {
  readonly body: HTMLTextAreaElement;
  readonly parent: HTMLInputElement;
  readonly quote: HTMLTextAreaElement;
  readonly quote_after: HTMLInputElement;
  readonly quote_before: HTMLInputElement;
  readonly title: HTMLInputElement;
  readonly type: HTMLSelectElement;
  readonly wording: HTMLInputElement;
  readonly [name: string]: any;
}
