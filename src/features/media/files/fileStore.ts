/** A stored file, as a list shows it. */
export interface StoredFile {
  name: string
  /** In bytes. */
  size: number
  modifiedAt: Date
}

/** The files behind the pictures: a bucket, or a folder. Payload's plugin writes to the same place. */
export interface FileStore {
  /** The content of a file; undefined when there is none of that name. */
  read(name: string): Promise<Buffer | undefined>
  /** The bytes of a file; undefined when there is none of that name. */
  sizeOf(name: string): Promise<number | undefined>
  /** Writes a file, whole or not at all. One of the same name is replaced. */
  write(name: string, content: Buffer, type: string): Promise<void>
  /** Removes a file, if it exists. */
  remove(name: string): Promise<void>
  /** The next files in the order of their names, after a name. */
  list(after: string, limit: number): Promise<StoredFile[]>
}

declare module '../../../shared/services.ts' {
  interface Services {
    mediaFiles: FileStore
  }
}
