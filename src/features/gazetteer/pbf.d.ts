/** The part of the package that is used here: it has no types of its own. */
declare module 'pbf' {
  export default class Pbf {
    constructor(bytes: Uint8Array)
    pos: number
    length: number
    readString(): string
    readVarint(): number
    readSVarint(): number
    readMessage<Message>(
      readField: (tag: number, message: Message | undefined, pbf: Pbf) => void,
      message: Message,
    ): Message
  }
}
