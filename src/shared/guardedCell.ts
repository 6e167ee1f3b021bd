/**
 * Programs for spreadsheets run a cell that begins with one of these signs as a formula, and one from somebody else
 * could read other cells and send them away (OWASP, CSV Injection).
 */
const formula = /^'*[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/

/** A text for a cell that no program runs: an apostrophe before it says that it is a text. */
export const guardedCell = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** The text that was guarded. */
export const withoutGuard = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell
