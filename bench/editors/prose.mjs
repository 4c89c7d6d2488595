/** The same words for both. */

export const sentence = "Each country has a helpline that is free and open at night. ";

/** @param {number} at */
export const paragraphOf = (at) => `${at + 1}. ${sentence.repeat(1 + (at % 9))}`;
