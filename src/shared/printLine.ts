/**
 * Prints the progress of the start or stop: as text, or as a line of JSON for a log collector
 * (src/observability/jsonOutput.ts). The logger does not exist yet at the start, and it writes asynchronously at
 * the end.
 */
export const printLine = (text: string): void => console.log(text)
