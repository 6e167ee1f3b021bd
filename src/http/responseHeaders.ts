import type { ServerResponse } from 'node:http'

import type { PendingResponse } from '../shared/requestContext.ts'

/** Alternating names and values, the form that Node writes fastest. */
export type HeaderList = readonly string[]

/**
 * The headers of one response. They are one list until the writer sends it. When Payload or
 * Next writes the response instead, they move to Node's response object, and so do later ones.
 *
 * Names are compared as they are written, so one header has one spelling in all code.
 */
export class ResponseHeaders implements PendingResponse {
  private res: ServerResponse | undefined
  private isSent = false

  /** @param list holds no name twice; it belongs to these headers from now on */
  constructor(private readonly list: string[]) {}

  get headersSent(): boolean {
    return this.isSent || (this.res?.headersSent ?? false)
  }

  /** The names `getHeader` and `setHeader` are those of Node, so that packages can write here. */
  getHeader(name: string): string | undefined {
    const index = this.indexOf(name)
    return index < 0 ? undefined : this.list[index + 1]
  }

  /** Adds a header, or replaces the one of that name. */
  setHeader(name: string, value: string): void {
    this.res?.setHeader(name, value)
    const index = this.indexOf(name)
    if (index < 0) this.list.push(name, value)
    else this.list[index + 1] = value
  }

  /** Sets headers of a response. The names in `Vary` are added to those that are there. */
  setAll(headers: HeaderList): void {
    for (let index = 0; index < headers.length; index += 2) {
      const name = headers[index]!
      const value = headers[index + 1]!
      const before = name === 'Vary' ? this.getHeader(name) : undefined
      this.setHeader(name, before === undefined ? value : `${before}, ${value}`)
    }
  }

  /** Lets another writer send the response with these headers. */
  handOver(res: ServerResponse): void {
    if (this.res) return
    this.res = res
    for (let index = 0; index < this.list.length; index += 2) {
      res.setHeader(this.list[index]!, this.list[index + 1]!)
    }
  }

  /** The list for the writer; no header can be added any more. */
  send(): string[] {
    this.isSent = true
    return this.list
  }

  private indexOf(name: string): number {
    const { list } = this
    for (let index = 0; index < list.length; index += 2) if (list[index] === name) return index
    return -1
  }
}
