import type { Payload } from 'payload'

import { poolOf } from '../../../../database/connection.ts'
import { placesHeld } from '../../queries.ts'
import { teamDomain } from './account.ts'
import type { SeasonEvent } from '../source/parseEvents.ts'
import type { Season } from '../source/readSeason.ts'
import type { Event } from '../../../../payload-types.ts'

export const externalSource = 'frc'

/** A team of the source, and its user on the platform. */
export interface Entrant {
  team: string
  userId: number
}

/** An event of the source, and its state in the database. */
export interface EventPlan {
  event: SeasonEvent
  /** The event in the database, when an earlier import has created it. */
  stored: Event | undefined
  /** The teams that the source enters in it. */
  entered: Entrant[]
  /** The entered teams that have no place yet. */
  newcomers: Entrant[]
}

async function storedEvents(payload: Payload, events: SeasonEvent[]) {
  const { docs } = await payload.find({
    collection: 'events',
    where: {
      and: [
        { externalSource: { equals: externalSource } },
        { externalId: { in: events.map(({ details }) => details.externalId) } },
      ],
    },
    depth: 0,
    pagination: false,
    overrideAccess: true,
  })
  return new Map(docs.map((doc) => [doc.externalId, doc]))
}

/** The imported teams that have a place: a map from event id to a map from user id to username. */
export async function holdersOf(payload: Payload, eventIds: number[]) {
  const holders = new Map(eventIds.map((id) => [id, new Map<number, string>()]))
  const places = await placesHeld(poolOf(payload), eventIds, teamDomain)
  for (const { eventId, userId, username } of places) holders.get(eventId)!.set(userId, username)
  return holders
}

/** Finds the stored event and the missing registrations for each event of the season. */
export async function planImport(
  payload: Payload,
  season: Season,
  userIds: Map<string, number>,
): Promise<EventPlan[]> {
  const stored = await storedEvents(payload, season.events)
  const holders = await holdersOf(
    payload,
    [...stored.values()].map((event) => event.id),
  )
  const enteredIn = new Map<string, Entrant[]>(season.events.map(({ code }) => [code, []]))
  for (const { eventCode, team } of season.entries ?? []) {
    enteredIn.get(eventCode)!.push({ team, userId: userIds.get(team)! })
  }
  return season.events.map((event) => {
    const before = stored.get(event.details.externalId)
    const inside = before && holders.get(before.id)
    const entered = enteredIn.get(event.code)!
    const newcomers = entered.filter(({ userId }) => !inside?.has(userId))
    return { event, stored: before, entered, newcomers }
  })
}
