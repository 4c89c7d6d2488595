/** Who has the text open: shown by name and colour, and told to a screen reader unless it is muted. */

/** @typedef {import("./cursors.js").Person} Person */

export class People {
  /**
   * @param {HTMLElement} place
   * @param {(name: string, values?: Record<string, string | number>) => string} say
   */
  constructor(place, say) {
    this.list = place.querySelector("[data-people]");
    this.told = place.querySelector("[data-arrivals]");
    this.switch = /** @type {HTMLButtonElement} */ (place.querySelector("[data-mute]"));
    this.say = say;
    /** @type {Map<number, Person>} */
    this.here = new Map();
    this.you = 0;
    this.switch?.addEventListener("click", () => {
      const isMuted = this.switch.getAttribute("aria-pressed") !== "true";
      this.switch.setAttribute("aria-pressed", String(isMuted));
      if (isMuted) this.told.textContent = "";
    });
  }

  /** @type {(people: Person[], you: Person) => void} */
  show(people, you) {
    this.you = you.id;
    this.here = new Map(people.filter(({ id }) => id !== you.id).map((person) => [person.id, person]));
    this.draw();
  }

  /** @type {(heard: {person: Person}, isHere: boolean) => void} */
  heard({ person }, isHere) {
    if (person.id === this.you || this.here.has(person.id) === isHere) return;
    if (isHere) this.here.set(person.id, person);
    else this.here.delete(person.id);
    this.draw();
    if (this.switch?.getAttribute("aria-pressed") !== "true") {
      this.told.textContent = this.say(isHere ? "came" : "left", { who: person.name });
    }
  }

  draw() {
    this.list.replaceChildren(
      ...[...this.here.values()].map(({ name, delegation, colour }) => {
        const item = document.createElement("li");
        item.dataset.colour = String(colour);
        const who = document.createElement("bdi");
        who.textContent = name;
        item.append(who);
        if (delegation) {
          const from = document.createElement("bdi");
          from.className = "soft";
          from.textContent = delegation;
          item.append(" ", from);
        }
        return item;
      }),
    );
    /** @type {HTMLElement} */ (this.list.closest("[data-others]")).hidden = this.here.size === 0;
  }
}
