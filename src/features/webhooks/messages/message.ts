/** A message for one endpoint, as it is stored. The names are those of the columns. */
export interface Message {
  webhook_id: number
  /** The domain event that it is about. */
  outbox_id: string
  /** The event that it is about: messages about one event are sent in order. */
  event_id: number | null
  event_type: string
  /** The text that is signed and sent, the same at each attempt. */
  body: string
}
