import type { EventSubscriber } from '../../../queue/eventSubscriber.ts'
import { deliverJob } from '../deliverJob.ts'
import { messagesFor } from '../messages/messagesFor.ts'
import { addDeliveries } from '../queries/deliveries.ts'
import { subscriptions } from '../queries/endpoints.ts'

/**
 * Records a message for each domain event and each endpoint that wants it, in the transaction that marks
 * the event as relayed: so each is recorded exactly once. Jobs send them.
 */
export const webhookSubscriber: EventSubscriber = {
  name: 'webhooks',
  jobsFor: async (events, connection) => {
    const active = await subscriptions(connection)
    if (active.length === 0) return []
    const messages = await messagesFor(connection, events, active)
    await addDeliveries(connection, messages)
    const ids = new Set(messages.map(({ webhook_id: id }) => id))
    return [...ids].map((id) => deliverJob(id))
  },
}
