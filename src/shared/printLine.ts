let asJson = false

/** Sets whether later lines are printed as JSON, like the lines of the log. */
export function printAsJson(isJson: boolean): void {
  asJson = isJson
}

/**
 * Prints the progress of the start or stop: as text, or as a line of JSON for a log collector. The logger
 * does not exist yet at the start, and it writes asynchronously at the end.
 */
export function printLine(text: string): void {
  if (!asJson) console.log(text)
  else {
    const line = { level: 30, time: Date.now(), pid: process.pid, msg: text.trim() }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  }
}
