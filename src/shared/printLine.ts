let toMachines = false

/** Has what is said from now on written as the log's lines are, JSON or not. */
export function printAsJson(isJson: boolean): void {
  toMachines = isJson
}

/**
 * Tells how the start or the end of the platform goes: as it is to people, as a line of JSON to what
 * reads the log. Not through the log itself, which is not there yet, and not later than said.
 */
export function printLine(text: string): void {
  if (!toMachines) console.log(text)
  else {
    const line = { level: 30, time: Date.now(), pid: process.pid, msg: text.trim() }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  }
}
