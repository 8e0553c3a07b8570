/**
 * What keeps a spreadsheet from taking a text for a formula: a quote in front, also of what begins with quotes itself, so
 * that exactly one is taken off again. Signs of full width count as formulas where such signs are typed.
 */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;
const number = /^-?\d+(\.\d+)?$/;

export const guarded = (text: string): string => (formula.test(text) && !number.test(text) ? `'${text}` : text);

/** The quote is not part of the text. */
export const unguarded = (text: string): string => (text.startsWith("'") && formula.test(text) ? text.slice(1) : text);
