/** A file: its name as the user gave it, and its text. */
export interface Source {
  name: string
  text: string
}
