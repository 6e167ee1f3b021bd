import type { DomainEvent } from '../../../queue/domainEvents.ts'
import type { EventType } from '../eventTypes.ts'

/**
 * The types of the messages about a domain event. A new event that is public at once is created and
 * published: receivers of either type hear of it. An event that became a draft again was updated.
 */
export function typesOf({ data, type }: DomainEvent): EventType[] {
  switch (type) {
    case 'event.created':
    case 'event.cancelled':
    case 'event.deleted':
    case 'registration.confirmed':
    case 'registration.waitlisted':
    case 'registration.offered':
    case 'registration.promoted':
    case 'registration.cancelled':
    case 'registration.checked_in':
      return [type]
    case 'event.published':
      return Object.keys(data.changes).length === 0 ? ['event.created', type] : [type]
    case 'event.changed':
    case 'event.unpublished':
      return ['event.updated']
    case 'registration.deleted':
      return ['registration.cancelled']
    default:
      return []
  }
}
