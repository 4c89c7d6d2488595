/** The line that says where the text is: stored, under way, or waiting in this browser; and what could not be merged. */

const SLOW = 900;

export class Status {
  /**
   * @param {HTMLElement} place
   * @param {(name: string, values?: Record<string, string | number>) => string} say
   * @param {(at: string) => string} moment
   */
  constructor(place, say, moment) {
    this.place = place;
    this.say = say;
    this.moment = moment;
    this.line = place.querySelector("[data-status]");
    this.extra = place.querySelector("[data-announced]");
    this.aside = place.querySelector("[data-aside]");
    /** @type {string | null} */
    this.refusal = null;
    /** @type {ReturnType<typeof setTimeout>} */
    this.timer = undefined;
    this.shown = "";
  }

  /** @type {(unsent: number, isOpen: boolean) => void} */
  show(unsent, isOpen) {
    clearTimeout(this.timer);
    this.place.dataset.unsent = String(unsent);
    this.place.dataset.state = unsent ? (isOpen ? "sending" : "waiting") : isOpen ? "saved" : "offline";
    if (this.refusal) return;
    const words = unsent
      ? this.say(isOpen ? "sending" : "waiting", { count: unsent })
      : this.say(isOpen ? "saved" : "offline");
    // Said only if it lasts: nobody wants to hear of every keystroke.
    if (unsent && isOpen) this.timer = setTimeout(() => this.put(words), SLOW);
    else if (unsent && this.shown) this.timer = setTimeout(() => this.put(words), SLOW / 3);
    else this.put(words);
  }

  /** @param {string} words */
  put(words) {
    if (this.shown === words) return;
    this.shown = words;
    this.line.textContent = words;
  }

  /** @type {(reason: string, message: string) => void} */
  refuse(reason, message) {
    clearTimeout(this.timer); // what the line was about to say is no longer so
    this.refusal = reason;
    this.put(message);
    this.line.classList.add("is-refused");
  }

  /** Said once, beside the state. @param {string} words */
  announce(words) {
    this.extra.textContent = words;
  }

  /** @type {(name: string, values?: {at: string}) => void} */
  tell(name, values) {
    this.announce(this.say(name, { at: values ? this.moment(values.at) : "" }));
  }

  /** @param {string} name */
  hint(name) {
    this.announce(this.say(name));
  }

  /**
   * Words that the text does not have, to be copied or to be put away.
   *
   * @type {(words: string, at: string, forget: () => void) => void}
   */
  setAside(words, at, forget) {
    const template = /** @type {HTMLTemplateElement} */ (this.place.querySelector("template[data-aside-one]"));
    const one = /** @type {HTMLElement} */ (template.content.firstElementChild.cloneNode(true));
    /** @type {HTMLTextAreaElement} */ (one.querySelector("textarea")).value = words;
    one.querySelector("time").dateTime = at;
    one.querySelector("time").textContent = this.moment(at);
    one.addEventListener("click", ({ target }) => {
      const button = /** @type {HTMLElement} */ (target).closest("button");
      if (!button) return;
      forget();
      one.remove();
    });
    this.aside.append(one);
  }
}
